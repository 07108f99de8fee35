package io.spillway.drill.fault;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.drill.fleet.Component;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Link;
import io.spillway.drill.fleet.Role;
import io.spillway.model.document.Durations;
import io.spillway.model.time.Ticker;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;

/**
 * Makes the faults of a drill, each after its keeper knows of it. Owned by the thread that plays the steps, except that any
 * thread may close it.
 */
public final class FaultWork implements AutoCloseable {

    private final FleetLayout layout;
    private final Fleet fleet;
    private final FaultKeeper keeper;
    private final Ticker ticker;
    private final Requests requests = new Requests();

    /** Creates one for a fleet whose faults that keeper ends. */
    public FaultWork(FleetLayout layout, Fleet fleet, FaultKeeper keeper, Ticker ticker) {
        this.layout = layout;
        this.fleet = fleet;
        this.keeper = keeper;
        this.ticker = ticker;
    }

    /** One thing that a fault does. */
    private interface Hit {
        void hit() throws FaultException, InterruptedException;
    }

    /** One thing that a fault does, and what ends it. */
    private record Blow(Hit hit, Undo undo) {}

    /**
     * Makes a fault.
     *
     * @return the nanoseconds between the first and the last thing that was hit
     * @throws FaultException
     *             when there is nothing to hit, or it could not be hit; what was hit before is ended by the keeper
     */
    public long begin(String name, Fault fault, Duration ttl) throws FaultException, InterruptedException {
        List<Blow> blows = switch (fault) {
            case Fault.OnLine line -> onLine(name, line);
            case Fault.Grey grey -> grey(name, grey, ttl);
            case Fault.Filter filter -> List.of(filter(name, filter, ttl));
            case Fault.OnNetwork network -> onNetwork(name, network);
        };
        keeper.begin(new Kept(name, ttl, blows.stream().map(Blow::undo).toList()));
        long first = ticker.nanos();
        for (Blow blow : blows) {
            blow.hit().hit();
        }
        return ticker.nanos() - first;
    }

    /** Lets processes hang; the keeper lets them go on. Returns the nanoseconds between the first and the last. */
    public long hang(String name, List<Component> picked, Duration ttl) throws FaultException, InterruptedException {
        keeper.begin(new Kept(name, ttl, picked.stream().filter(Component::isAlive)
                .map(each -> (Undo) new Undo.Continue(each.pid(), Component.startTime(each.pid()))).toList()));
        long first = ticker.nanos();
        picked.forEach(Component::suspend);
        return ticker.nanos() - first;
    }

    /** Tells the keeper of processes that are about to be ended: they are started again if this drill is gone first. */
    public void willKill(String name, List<Component> picked, Duration ttl)
            throws FaultException, InterruptedException {
        keeper.begin(new Kept(name, ttl, picked.stream().map(each -> (Undo) new Undo.Start(each.record(),
                each.plan().name(), each.plan().log(), each.startCommand())).toList()));
    }

    /** Tells the keeper of a shift that is about to be written. */
    public void willShift(String name, URI shift, String reason, String cleared, Duration ttl)
            throws FaultException, InterruptedException {
        keeper.begin(new Kept(name, ttl, List.of(new Undo.ClearShift(shift, reason, cleared))));
    }

    /** Tells the keeper of a switch-over that is about to be made: it is taken back, or aborted before it has begun. */
    public void willSwitchOver(String name, URI switchOver, Duration ttl) throws FaultException, InterruptedException {
        String reason = "{\"reason\":\"the drill is gone\"}";
        keeper.begin(new Kept(name, ttl,
                List.of(new Undo.Call("POST", URI.create(switchOver + "/abort"), reason, false),
                        new Undo.Call("POST", URI.create(switchOver + "/rollback"), reason, false))));
    }

    /** Ends a fault before its time. */
    public void end(String name) throws FaultException, InterruptedException {
        keeper.end(name);
    }

    @Override
    public void close() {
        requests.close();
    }

    private Blow request(String name, String method, URI uri, String body, Undo undo) {
        return new Blow(() -> requests.send(name, method, uri, body), undo);
    }

    private List<Blow> onNetwork(String name, Fault.OnNetwork fault) throws FaultException {
        List<Blow> blows = new ArrayList<>();
        for (Undo.Clear each : Hindrance.of(name, fault, layout.network())) {
            blows.add(new Blow(() -> each.hindrance().make(name, each.space()), each));
        }
        return blows;
    }

    private List<Blow> onLine(String name, Fault.OnLine fault) throws FaultException {
        List<Link> links = layout.links().all().stream()
                .filter(link -> link.lies(fault.line(), fault.from(), fault.to())).toList();
        if (links.isEmpty()) {
            throw new FaultException("fault " + name + ": no proxy is on the line " + fault.line().word() + " from "
                    + fault.from() + " to " + fault.to() + " (expected: a fleet whose " + fault.line().word()
                    + " lines are led through Toxiproxy)");
        }
        List<Blow> blows = new ArrayList<>();
        for (Link link : links) {
            URI proxy = URI.create("http://" + layout.toxiproxy() + "/proxies/" + link.proxy());
            if (fault.harm() instanceof Fault.Harm.Cut) {
                blows.add(request(name, "POST", proxy, "{\"enabled\":false}",
                        new Undo.Call("POST", proxy, "{\"enabled\":true}", true)));
            }
            for (Toxic toxic : Toxic.of(name, fault.harm(), fault.direction())) {
                blows.add(request(name, "POST", URI.create(proxy + "/toxics"), JsonText.write(Trees.of(Map.of(
                        "name", toxic.name(), "type", toxic.type(), "stream", toxic.stream(), "attributes",
                        toxic.attributes()))),
                        new Undo.Call("DELETE", URI.create(proxy + "/toxics/" + toxic.name()), "", true)));
            }
        }
        return blows;
    }

    /** An instance ends it at its ttl too, also when nobody tells it to. */
    private List<Blow> grey(String name, Fault.Grey fault, Duration ttl) throws FaultException {
        List<Component> picked = fleet.select(fault.selector()).stream()
                .filter(each -> each.plan().role() == Role.SERVICE).toList();
        if (picked.isEmpty()) {
            throw new FaultException("fault " + name + ": no instance of a service is " + fault.selector());
        }
        List<Blow> blows = new ArrayList<>();
        for (Component instance : picked) {
            URI control = instance.plan().ready().resolve("/-/behaviour");
            URI bad = URI.create(control + "?errorPercent=" + fault.errorPercent() + "&stallPercent="
                    + fault.stallPercent() + "&delayMillis=" + fault.delay().toMillis() + "&perSecond="
                    + fault.perSecond() + "&ttlMillis="
                    + ttl.toMillis());
            blows.add(request(name, "PUT", bad, "", new Undo.Call("DELETE", control, "", true)));
        }
        return blows;
    }

    /** Gateways end it at its ttl too, also without their control plane. */
    private Blow filter(String name, Fault.Filter fault, Duration ttl) throws FaultException {
        String host = layout.topology().hosts().get(fault.service());
        String api = layout.apis().get(fault.idc());
        if (host == null || api == null) {
            throw new FaultException("fault " + name + ": no service " + fault.service() + " or no IDC " + fault.idc()
                    + " in the topology " + layout.topology().name());
        }
        Map<String, Object> what = new LinkedHashMap<>();
        if (fault.abortPercent() > 0) {
            what.put("abort", Map.of("percent", fault.abortPercent(), "status", fault.status()));
        }
        if (fault.delayPercent() > 0) {
            what.put("delay", Map.of("percent", fault.delayPercent(), "duration", Durations.format(fault.delay())));
        }
        what.put("ttl", Durations.format(ttl));
        String route = "drill-" + name;
        URI uri = URI.create("http://" + api + "/v1/routes/" + route);
        String document = JsonText.write(Trees.of(Map.of("apiVersion", "spillway.io/v1", "kind", "Route", "metadata",
                Map.of("name", route), "spec", Map.of("hosts", List.of(host), "groups",
                        List.of(Map.of("service", fault.service())), "fault", what))));
        return request(name, "PUT", uri, document, new Undo.Call("DELETE", uri, "", false));
    }
}
