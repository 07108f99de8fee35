-- Arguments after "--": the Host field, octets of a POST body (0: GET), "close" for a new connection per request.
function init(args)
  wrk.headers["Host"] = args[1]
  local body = tonumber(args[2])
  if body > 0 then
    wrk.method = "POST"
    wrk.body = string.rep("x", body)
  end
  if args[3] == "close" then wrk.headers["Connection"] = "close" end
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("\nspillway-bench %d %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout, latency.mean, latency:percentile(50), latency:percentile(99),
    latency:percentile(99.9), e.status))
end
