# frozen_string_literal: true

# The assets of a user: what a page may know of them, and whether one is the user's own.
class Devices
  # The types in the order of the devices: the list of each, and its property with the name that the owner chose.
  TYPES = {
    'vehicle' => %w[vehicles displayName],
    'charger' => ['chargers', nil],
    'hvac' => %w[hvacs displayName],
    'inverter' => %w[inverters siteName],
    'battery' => %w[batteries siteName],
    'meter' => %w[meters siteName]
  }.freeze
  MOST_PAGES = 20

  # With a block that reads one page: it takes the list and the cursor, and gives nil for a 404.
  def initialize(scopes, &read_page)
    @in_scopes = self.class.types_in(scopes)
    @read_page = read_page
  end

  def self.types_in(scopes)
    TYPES.slice(*scopes.map { |scope| scope.split(':').first })
  end

  # All devices of the user, or a failure: a page takes a shorter list for devices that are gone.
  def to_a
    devices = @in_scopes.flat_map do |type, (list, own_name)|
      assets(list).map { |asset| describe(asset, type, own_name) }
    end
    devices.uniq { |device| device[:id] }
  end

  def own?(asset_id)
    failure = nil
    # First the types in the scopes. The asset may be older than the scopes, and of another type.
    owned = @in_scopes.merge(TYPES).values.any? do |list, _|
      assets(list).any? { |asset| asset['id'] == asset_id }
    rescue Enode::Refusal => e
      failure ||= e
      false
    end
    # The asset may be in the list that failed, so its absence is not proven.
    raise failure if failure && !owned

    owned
  end

  private

  # The assets of all pages. None if Enode does not know the user.
  def assets(list)
    Enumerator.new do |found|
      after = nil
      more = MOST_PAGES.times do
        page = @read_page.call(list, after)
        break if page.nil? && after.nil?

        Enode.pick(page, 'data' => Array)['data'].each do |asset|
          Enode.pick(asset, 'id' => String, 'vendor' => String)
          found << asset
        end
        after = said(page['pagination'], 'after') or break
      end
      raise Enode::Refusal.new(502, "Enode's list has no end.") if more
    end
  end

  # What a page may know of an asset: no serial number and no location.
  def describe(asset, type, own_name)
    information = asset['information']
    brand = said(information, 'brand')
    model = said(information, 'model')
    name = (own_name && said(information, own_name)) || brand_and_model(brand, model) || asset['vendor']
    reachable = asset['isReachable'] if [true, false].include?(asset['isReachable'])
    { id: asset['id'], vendor: asset['vendor'], vendorType: type, name: name, brand: brand, model: model,
      isReachable: reachable }
  end

  def brand_and_model(brand, model)
    return brand || model unless brand && model

    # Some models begin with their brand: "TESLA Wall Connector".
    begins = /\A#{Regexp.escape(brand)}(?![\p{L}\p{N}])/i.match?(model)
    begins ? model : "#{brand} #{model}"
  end

  # The text without spaces around it. Nil if there is none, or nothing is left.
  def said(object, property)
    text = object[property] if object.is_a?(Hash)
    text.strip unless !text.is_a?(String) || text.strip.empty?
  end
end
