-- Claims twenty orders and receives them, over and over, as fast as the broker lets each connection: the client of the
-- claim measure. Cut by hand: parsing whole answers would be what is measured.
received = 0
local threads = {}
local waiting = {}
local id_pattern = '"id":"(%x+%-%x+%-%x+%-%x+%-%x+)","number":"[^"]+","whistle_id"'
local token_pattern = '"claim":{"token":"(%x+%-%x+%-%x+%-%x+%-%x+)"'

function setup(thread) threads[#threads + 1] = thread end

function init(args)
  headers = { ["Authorization"] = "Bearer " .. os.getenv("WHISTLE_BENCH_TOKEN"), ["Content-Type"] = "application/json" }
  claim = wrk.format("POST", "/v1/departments/housing/queue/claim", headers, '{"max":20,"lease_seconds":60,"wait_seconds":0}')
end

function request()
  local items = table.remove(waiting)
  if not items then return claim end
  return wrk.format("POST", "/v1/orders/receive", headers, '{"items":[' .. items .. "]}")
end

function response(status, _, body)
  if body:sub(1, 10) == '{"orders":' then
    local items, place = {}, 1
    while true do
      local _, after, id = body:find(id_pattern, place)
      if not id then break end
      local _, after_token, token = body:find(token_pattern, after)
      items[#items + 1] = '{"id":"' .. id .. '","claim_token":"' .. token .. '"}'
      place = after_token
    end
    if #items > 0 then waiting[#waiting + 1] = table.concat(items, ",") end
  else
    local _, count = body:gsub('{"status":200', "")
    received = received + count
  end
end

function done()
  local sum = 0
  for _, thread in ipairs(threads) do sum = sum + thread:get("received") end
  print("received " .. sum)
end
