# frozen_string_literal: true

require 'json'
require 'net/http'

# Runs the emulator and the back end under test for all specs, with Ruby's own net/http.
module Enode
  EMULATOR = %w[node enode-link-button/command.js emulator --port=0 --link-port=0].freeze
  HOST = %w[node host.js].freeze # the command that starts your back end
  PORT = ENV.fetch('PORT', '8000')
  HOST_URL = "http://localhost:#{PORT}"
  WEBHOOK_SECRET = 'secret-of-the-tests'

  extend self

  def start
    emulator = IO.popen(EMULATOR)
    @programs = [emulator.pid]
    # The first line that the emulator prints is JSON: its addresses and credentials.
    @emulator = JSON.parse(emulator.gets)
    @programs << spawn(settings, *HOST)
    raise "Nothing answers at #{HOST_URL}" unless eventually { up? }

    create_webhook
  end

  def stop
    @programs.each { |pid| Process.kill('TERM', pid) }
    @programs.each { |pid| Process.wait(pid) }
  end

  # Sends a control request to the emulator.
  def control(method, path, body)
    answer = request(method, "#{@emulator['apiUrl']}/emulator#{path}", body)
    answer.value # raises an error unless the status is 2xx
    JSON.parse(answer.body) if answer.body
  end

  def request(method, url, body = nil, headers = {})
    uri = URI(url)
    headers = { 'Content-Type' => 'application/json' }.merge(headers)
    Net::HTTP.start(uri.host, uri.port) do |http|
      http.send_request(method, uri.request_uri, body&.to_json, headers)
    end
  end

  # Waits for a condition, such as that a webhook has arrived; returns whether it came true.
  def eventually
    100.times { yield ? (return true) : sleep(0.1) }
    false
  end

  private

  def settings
    {
      'PORT' => PORT,
      'APP_ORIGIN' => HOST_URL,
      'ENODE_OAUTH_URL' => @emulator['oauthUrl'],
      'ENODE_API_URL' => @emulator['apiUrl'],
      'ENODE_CLIENT_ID' => @emulator['clientId'],
      'ENODE_CLIENT_SECRET' => @emulator['clientSecret'],
      'ENODE_WEBHOOK_SECRET' => WEBHOOK_SECRET
    }
  end

  def up?
    Net::HTTP.get_response(URI(HOST_URL)).is_a?(Net::HTTPOK)
  rescue Errno::ECONNREFUSED
    false
  end

  # Does what you do once at Enode.
  def create_webhook
    uri = URI("#{@emulator['oauthUrl']}/oauth2/token")
    uri.user, uri.password = @emulator.values_at('clientId', 'clientSecret')
    token = JSON.parse(Net::HTTP.post_form(uri, grant_type: 'client_credentials').body)
    webhook = { url: "#{HOST_URL}/hooks/enode", secret: WEBHOOK_SECRET }
    bearer = { 'Authorization' => "Bearer #{token['access_token']}" }
    request('POST', "#{@emulator['apiUrl']}/webhooks", webhook, bearer).value
  end
end

RSpec.configure do |config|
  config.before(:suite) { Enode.start }
  config.after(:suite) { Enode.stop }
  # The emulator forgets all but the webhook.
  config.after { Enode.control('POST', '/reset', keep: ['webhooks']) }
end
