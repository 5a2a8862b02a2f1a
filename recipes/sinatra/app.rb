# frozen_string_literal: true

# The endpoints of <enode-link-button> in Sinatra. docs/own-endpoints.md has the rules that they follow.

require 'json'
require 'openssl'
require 'set'
require 'sinatra'
require_relative 'enode'

APP_ORIGIN = ENV.fetch('APP_ORIGIN', 'http://localhost:8000')
BODY_LIMIT = 16 * 1024
WEBHOOK_LIMIT = 2 * 1024 * 1024
RETURN_POLICY = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
METHODS = {
  '/sign-in' => 'POST',
  '/api/enode/link-session' => 'POST',
  '/api/enode/user' => 'GET',
  '/api/enode/devices' => 'GET',
  '/api/enode/callback' => 'GET',
  '/hooks/enode' => 'POST'
}.freeze

# What a page may ask for: at most what SCOPES allow, and no other return page.
TEXT = /\A.{1,200}\z/m
ALLOWED = {
  'redirectUri' => %r{\A#{Regexp.escape(APP_ORIGIN)}/api/enode/callback\?enode_link=[\w-]{22,128}\z},
  'language' => String,
  'colorScheme' => /\A(system|light|dark)\z/,
  'vendorType' => ->(type) { Devices.types_in(Enode::SCOPES).key?(type) },
  'vendor' => TEXT,
  'scopes' => ->(scopes) { scopes.is_a?(Array) && scopes.any? && (scopes - Enode::SCOPES).empty? },
  'assetId' => TEXT
}.freeze

set :public_folder, ENV.fetch('PUBLIC_DIR', '../public')
set :show_exceptions, false
# The session is an encrypted cookie, so no request waits for another one of the same user.
set :sessions, same_site: :lax, httponly: true, secure: APP_ORIGIN.start_with?('https:')
set :session_secret, OpenSSL::Digest::SHA256.hexdigest(ENV.fetch('SESSION_SECRET'))
# Behind a proxy that ends TLS, the origin of the page is not the one of the request.
set :protection, permitted_origins: [APP_ORIGIN]

# One for all users and threads, because it keeps the access token.
ENODE = Enode.new
# In your application: a table with a unique key, filled in the transaction that stores the events.
DELIVERIES = Set.new
DELIVERIES_LOCK = Mutex.new

helpers do
  def answer(data)
    content_type :json
    data.to_json
  end

  def refuse(status, title)
    content_type 'application/problem+json'
    halt status, { title: title }.to_json
  end

  # A page of another origin can make the browser send the user's cookie, but not these headers.
  def refuse_foreign_pages
    site, origin = env.values_at('HTTP_SEC_FETCH_SITE', 'HTTP_ORIGIN')
    # Browsers before 2023 send no Sec-Fetch-Site, and an Origin with everything but plain reads.
    own = site ? %w[same-origin none].include?(site) : [nil, APP_ORIGIN].include?(origin)
    refuse 403, 'Only pages of this origin may call this endpoint.' unless own
  end

  def read_body(limit)
    body = String.new(request.body.read(limit + 1).to_s, encoding: 'UTF-8')
    body.bytesize <= limit ? body : refuse(413, "Send at most #{limit} bytes.")
  end

  def page_request
    type = request.content_type.to_s[/\A[^;]*/].strip
    refuse 415, 'Send the body as application/json.' unless type.casecmp?('application/json')
    body = read_body(BODY_LIMIT)
    page = JSON.parse(body) if body.valid_encoding?
    refuse 400, 'Send a JSON object with redirectUri.' unless page.is_a?(Hash) && page['redirectUri']
    wrong, = ALLOWED.find { |field, allowed| page.key?(field) && !(allowed === page[field]) }
    refuse 400, "#{wrong} has a value that is not allowed." if wrong
    page
  rescue JSON::ParserError
    refuse 400, 'Send a JSON object.'
  end
end

before do
  cache_control :no_store
  allowed = METHODS.fetch(request.path_info, 'GET')
  next if request.request_method == allowed

  headers 'Allow' => allowed
  refuse 405, "Use #{allowed}."
end

# Who is signed in: from the session, and never from anything that the page sends.
before %r{/api/enode/(link-session|user|devices)} do
  refuse_foreign_pages
  @user = session[:user]
  refuse 401, 'Nobody is signed in.' if @user.to_s.empty?
end

get('/') { send_file File.join(settings.public_folder, 'index.html') }

# The demo's sign-in: anybody can be anybody. Replace it by yours.
post '/sign-in' do
  refuse_foreign_pages
  session.clear
  session[:user] = params.fetch('user')
  redirect '/', 303
end

post('/api/enode/link-session') { answer ENODE.create_link_session(@user, page_request) }
get('/api/enode/user') { answer ENODE.user(@user) }
get('/api/enode/devices') { answer(devices: ENODE.devices(@user)) }

# Anybody can open the return page. It only tells the button to read the user again.
get '/api/enode/callback' do
  headers 'Content-Security-Policy' => RETURN_POLICY, 'Referrer-Policy' => 'no-referrer'
  erb :callback
end

# Enode signs the raw body, waits for five seconds, and repeats the delivery until it gets a 2xx.
post '/hooks/enode' do
  body = read_body(WEBHOOK_LIMIT)
  signature = "sha1=#{OpenSSL::HMAC.hexdigest('SHA1', ENV.fetch('ENODE_WEBHOOK_SECRET'), body)}"
  signed = Rack::Utils.secure_compare(signature, env.fetch('HTTP_X_ENODE_SIGNATURE', ''))
  refuse 401, 'The signature does not match the body.' unless signed
  events = JSON.parse(body)
  refuse 400, 'Send a list of events.' unless events.is_a?(Array)
  is_new = DELIVERIES_LOCK.synchronize { DELIVERIES.add?(env.fetch('HTTP_X_ENODE_DELIVERY', body)) }
  logger.info events.map { |event| event['event'] }.join(', ') if is_new
  204
rescue JSON::ParserError
  refuse 400, 'Send a list of events.'
end

error Enode::Refusal do |refusal|
  logger.error "enode: #{refusal.message}" if refusal.status >= 500
  headers 'Retry-After' => refusal.retry_after if refusal.retry_after
  refuse refusal.status, refusal.message
end

error { refuse 500, 'The server failed.' }

__END__

@@ callback
<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Finishing…</title>
    <script src="/enode-link-callback.js" async></script>
  </head>
  <body>
    <p data-enode-link-text>You can close this window.</p>
  </body>
</html>
