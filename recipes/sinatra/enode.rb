# frozen_string_literal: true

require 'erb'
require 'json'
require 'net/http'
require 'timeout'
require_relative 'devices'

# Calls Enode. The access token opens every user of the client, so it never leaves this class.
class Enode
  API_URL = ENV.fetch('ENODE_API_URL', 'https://enode-api.sandbox.enode.io')
  OAUTH_URL = ENV.fetch('ENODE_OAUTH_URL', 'https://oauth.sandbox.enode.io')
  SCOPES = %w[vehicle:read:data charger:read:data].freeze
  # Link UI's languages. Enode refuses a session with any other.
  LANGUAGES = %w[
    browser da-DK de-DE en-US en-GB es-ES fi-FI fr-FR it-IT ja-JP
    lv-LV lt-LT nb-NO nl-NL nl-BE pl-PL pt-PT ro-RO sv-SE
  ].freeze
  ANSWER_LIMIT = 1024 * 1024
  BOOLEAN = ->(value) { [true, false].include?(value) }
  LINK_SESSION = { 'linkUrl' => String, 'linkToken' => String }.freeze
  # For all calls of one request together.
  TIME_LIMIT_S = 9

  # The status to answer with. The message never contains a text of Enode's.
  class Refusal < StandardError
    attr_reader :status, :retry_after

    def initialize(status, message, retry_after = nil)
      super(message)
      @status = status
      @retry_after = retry_after
    end
  end

  # Not a Timeout::Error: after one of those, Net::HTTP repeats a GET.
  class TooLate < StandardError; end

  Answer = Struct.new(:status, :text, :retry_after)

  def initialize
    @lock = Mutex.new
    @token = { text: nil, expires_at: 0 }
  end

  # A new Link session for each request, because each works once.
  def create_link_session(user, page)
    in_time do
      language = LANGUAGES.include?(page['language']) ? page['language'] : 'browser'
      link = page.slice('redirectUri', 'colorScheme').merge('language' => language)
      path = page['assetId'] ? relink_path(user, page['assetId']) : ['users', user, 'link']
      unless page['assetId']
        link.merge!(page.slice('vendorType', 'vendor'), 'scopes' => page.fetch('scopes', SCOPES).uniq)
      end
      Enode.pick(api(Net::HTTP::Post, path, body: link), LINK_SESSION)
    end
  end

  # Enode does not know a user before the first Link session.
  def user(id)
    known = in_time { api(Net::HTTP::Get, ['users', id]) }
    return { id: id, linkedVendors: [] } unless known

    picked = Enode.pick(known, 'id' => String, 'linkedVendors' => Array)
    vendors = picked['linkedVendors'].map do |linked|
      Enode.pick(linked, 'vendor' => String, 'isValid' => BOOLEAN).merge(linked.slice('vendorType'))
    end
    picked.merge('linkedVendors' => vendors)
  end

  def devices(user)
    in_time { devices_of(user).to_a }
  end

  # These properties of an answer of Enode's, and no others. Each must be of its type.
  def self.pick(answer, types)
    complete = answer.is_a?(Hash) && types.all? { |name, type| type === answer[name] }
    complete ? answer.slice(*types.keys) : raise(Refusal.new(502, "Enode's answer is incomplete."))
  end

  private

  def in_time(&block)
    Timeout.timeout(TIME_LIMIT_S, TooLate, &block)
  rescue TooLate
    raise Refusal.new(504, 'Enode does not answer.')
  end

  def devices_of(user)
    Devices.new(SCOPES) { |list, after| api(Net::HTTP::Get, ['users', user, list], after: after) }
  end

  # Enode's relink takes no user: without this check, anybody could sign in to any asset.
  def relink_path(user, asset_id)
    owned = devices_of(user).own?(asset_id)
    owned ? ['assets', asset_id, 'relink'] : raise(Refusal.new(404, 'The user has no such asset.'))
  end

  # Calls Enode's API. Nil if Enode answers 404.
  def api(method, path, body: nil, after: nil)
    # With such an id this would be another address: that of the assets of all users, for example.
    raise Refusal.new(500, 'An id cannot be used in a path.') if path.intersect?(['', '.', '..'])

    uri = URI("#{API_URL}/#{path.map { |segment| ERB::Util.url_encode(segment) }.join('/')}")
    uri.query = URI.encode_www_form(after: after) if after
    token = access_token
    answer = authorized(method.new(uri), body, token)
    # Enode did nothing with the request, so it is safe to repeat it.
    answer = authorized(method.new(uri), body, access_token(refused: token)) if answer.status == 401
    relink = path.last == 'relink'
    return nil if answer.status == 404 && !relink

    refuse(answer, relink)
    read(answer)
  end

  # What Enode refuses because of the user or of the request.
  def refuse(answer, relink)
    case answer.status
    when 400, 422
      taken = relink && answer.text.include?('already linked')
      raise Refusal.new(409, 'The asset is linked already.') if taken

      raise Refusal.new(400, 'Enode refused a value of the request.')
    when 403
      full = answer.text.include?('Connections limit reached')
      raise Refusal.new(409, 'Enode accepts no more connections.') if full
    when 404 then raise Refusal.new(404, 'Enode has no such asset.')
    when 409 then raise Refusal.new(409, 'Something else changes the same at Enode.')
    end
  end

  def authorized(request, body, token)
    request['Authorization'] = "Bearer #{token}"
    request['Enode-Version'] = '2024-10-01'
    request['Content-Type'] = 'application/json'
    request.body = body.to_json if body
    perform(request)
  end

  # One token for all users. While one thread fetches it, the others wait.
  def access_token(refused: nil)
    @lock.synchronize do
      now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
      if @token[:expires_at] <= now || @token[:text] == refused
        request = Net::HTTP::Post.new(URI("#{OAUTH_URL}/oauth2/token"))
        request.basic_auth(ENV.fetch('ENODE_CLIENT_ID'), ENV.fetch('ENODE_CLIENT_SECRET'))
        request.set_form_data(grant_type: 'client_credentials')
        answer = { 'expires_in' => 300 }.merge(read(perform(request)))
        text, seconds = Enode.pick(answer, 'access_token' => String, 'expires_in' => Integer).values
        @token = { text: text, expires_at: now + seconds - [60, seconds / 10].min }
      end
      @token[:text]
    end
  end

  def read(answer)
    status = answer.status
    raise Refusal.new(status, 'Enode is busy. Try again later.', answer.retry_after) if [429, 503].include?(status)
    raise Refusal.new(502, "Enode's answer #{status} cannot be used.") unless status == 200

    data = JSON.parse(answer.text) if answer.text.valid_encoding?
    data.is_a?(Hash) ? data : raise(Refusal.new(502, "Enode's answer is no object."))
  rescue JSON::ParserError
    raise Refusal.new(502, "Enode's answer is not JSON.")
  end

  def perform(request)
    uri = request.uri
    limits = { open_timeout: TIME_LIMIT_S, read_timeout: TIME_LIMIT_S }
    answer = nil
    Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == 'https', **limits) do |http|
      http.request(request) do |response|
        seconds = response['Retry-After'].to_s[/\A\d+\z/]
        answer = Answer.new(response.code.to_i, read_text(response), seconds)
      end
    end
    answer
  rescue SystemCallError, SocketError, IOError, OpenSSL::SSL::SSLError, Net::ProtocolError, Zlib::Error
    raise Refusal.new(502, 'Enode cannot be reached.')
  end

  def read_text(response)
    text = String.new(encoding: 'UTF-8')
    response.read_body do |part|
      text << part.force_encoding('UTF-8')
      raise Refusal.new(502, "Enode's answer is too long.") if text.bytesize > ANSWER_LIMIT
    end
    text
  end
end
