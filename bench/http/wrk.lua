-- One line of JSON instead of wrk's prose. With LIREN_REPORT=cookie it reports cases, each with a client_ref of its own;
-- otherwise it asks for the URL, with the headers given by -H.
local stamp = string.format("%012x", os.time() * 1000)
local run = string.sub(stamp, 1, 8) .. "-" .. string.sub(stamp, 9, 12) .. "-7000-8000-"
local number = math.floor(os.clock() * 1e6) * 4096
local card = os.getenv("LIREN_REPORT")

if card then
  local before = '{"client_ref":"'
  local after = '","category":"street_lamp","text":"路灯连着三天不亮，晚上老人出门看不清路","door":"140502-J0URNEY","place":"","files":[],"reporter":"account"}'
  local path = "/api/d/140502/cases"
  local headers = { ["Content-Type"] = "application/json", ["Cookie"] = card, ["Origin"] = os.getenv("LIREN_ORIGIN") }
  request = function()
    number = number + 1
    return wrk.format("POST", path, headers, before .. run .. string.format("%012x", number) .. after)
  end
end

done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format('\n{"requests":%d,"seconds":%.4f,"refused":%d,"broken":%d,"p50":%d,"p99":%d}\n', summary.requests, summary.duration / 1e6,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99)))
end
