# frozen_string_literal: true

require_relative 'spec_helper'

RSpec.describe 'The back end' do
  # The redirectUri, as the button sends it.
  let(:callback) { "#{Enode::HOST_URL}/api/enode/callback?enode_link=#{'n' * 22}" }

  # The session of a user. Sign in as your own users do.
  let(:cookie) do
    Net::HTTP.post_form(URI("#{Enode::HOST_URL}/sign-in"), user: 'anna')['Set-Cookie'][/[^;]+/]
  end

  def ask(method, path, body = nil)
    Enode.request(method, Enode::HOST_URL + path, body, 'Cookie' => cookie)
  end

  def read(path)
    JSON.parse(ask('GET', path).body)
  end

  def link_session
    ask('POST', '/api/enode/link-session', redirectUri: callback, language: 'en-US')
  end

  # Starts a Link session, and plays the user in Link UI.
  def play(as)
    Enode.control('POST', '/play', linkUrl: JSON.parse(link_session.body)['linkUrl'], as:)
  end

  def vendors
    read('/api/enode/user')['linkedVendors'].map { |linked| linked['vendor'] }
  end

  def devices
    read('/api/enode/devices')['devices'].map { |device| device['id'] }
  end

  it 'names a device that was linked' do
    played = play('complete')
    expect(played['returnUrl']).to eq(callback)
    expect(vendors).to eq([played['vendor']])
    expect(played['devices']).not_to be_empty
    expect(devices).to eq(played['devices'])
  end

  it 'has nothing of a user who left early' do
    expect(play('exit')['returnUrl']).to start_with("#{callback}&error=")
    expect(vendors).to be_empty
    expect(devices).to be_empty
  end

  it 'tells of a device that comes later' do
    charger = Enode.control('POST', '/users/anna/devices', vendorType: 'charger')
    expect(Enode.eventually { read('/notices').include?(charger['id']) }).to be(true)
  end

  it 'reports that Enode fails' do
    Enode.control('PUT', '/faults', api: { status: 503 })
    expect(link_session.code).to eq('503')
  end
end
