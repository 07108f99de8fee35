-- Arguments after "--": how many hosts, how many paths. Every host and path is asked for, in an order that looks random.
local requests = {}
local at = 0

function init(args)
  local hosts, paths = tonumber(args[1]), tonumber(args[2])
  local count = math.min(hosts * paths, 20000)
  for i = 1, count do
    local n = (i * 7919) % (hosts * paths)
    wrk.headers["Host"] = "host-" .. (n % hosts) .. ".bench"
    requests[i] = wrk.format("GET", "/routed/" .. math.floor(n / hosts) .. "/item")
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("\nspillway-bench %d %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout, latency.mean, latency:percentile(50), latency:percentile(99),
    latency:percentile(99.9), e.status))
end
