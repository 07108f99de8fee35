package io.spillway.drill.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.drill.fleet.Topology.IdcTopology;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a fleet that are led through Toxiproxy.
 *
 * @param all
 *            every proxy, in order
 * @param network
 *            where its ends are
 */
public record Links(List<Link> all, Network network) {

    /** So many IDCs have ports for their links. */
    private static final int MOST_IDCS = 3;

    /** Copies the list. */
    public Links {
        all = List.copyOf(all);
    }

    /** Returns the links of the lines that a layout wants. */
    static Links of(FleetLayout layout) {
        return new Links(all(layout.topology(), layout.ports(), layout.lines(), layout.registry()), layout.network());
    }

    private static List<Link> all(Topology topology, Ports ports, Set<Line> lines, RegistryChoice registry) {
        if (!lines.isEmpty() && topology.idcs().size() > MOST_IDCS) {
            throw new FleetException("topology " + topology.name() + ": " + topology.idcs().size()
                    + " IDCs (expected: at most " + MOST_IDCS + " when lines are led through Toxiproxy)");
        }
        List<Link> all = new ArrayList<>();
        for (int to = 0; to < topology.idcs().size(); to++) {
            IdcTopology idc = topology.idcs().get(to);
            for (int gateway = 0; gateway < idc.gateways(); gateway++) {
                if (lines.contains(Line.CROSSING)) {
                    all.add(new Link(Line.CROSSING, null, idc.name(), gateway, ports.link(to, gateway),
                            ports.crossing(to, gateway)));
                }
                if (lines.contains(Line.ENTRANCE)) {
                    all.add(new Link(Line.ENTRANCE, null, idc.name(), gateway, ports.link(to, 2 + gateway),
                            ports.entrance(to, gateway)));
                }
            }
            if (lines.contains(Line.ETCD) && registry == RegistryChoice.ETCD) {
                all.add(new Link(Line.ETCD, idc.name(), idc.name(), 0, ports.link(to, 4), ports.etcdClient(to)));
            }
            for (int control = 0; control < idc.controls(); control++) {
                addControl(all, topology, ports, lines, to, control);
            }
        }
        return all;
    }

    private static void addControl(List<Link> all, Topology topology, Ports ports, Set<Line> lines, int to,
            int control) {
        String name = topology.idcs().get(to).name();
        if (lines.contains(Line.CONTROL)) {
            all.add(new Link(Line.CONTROL, name, name, control, ports.link(to, 5 + control), ports.ads(to, control)));
        }
        for (int from = 0; from < topology.idcs().size(); from++) {
            if (lines.contains(Line.SYNC) && from != to) {
                all.add(new Link(Line.SYNC, topology.idcs().get(from).name(), name, control,
                        ports.link(to, 8 + from * 3 + control), ports.ads(to, control)));
            }
        }
    }

    /** Returns where one goes who wants a process of an IDC: the link to it, or the address itself. */
    String through(Line line, @Nullable String from, String to, int number, String address) {
        return all.stream().filter(each -> each.lies(line, from, to) && each.number() == number).findFirst()
                .map(this::begin).orElse(address);
    }

    private String begin(Link link) {
        return network.served(FleetLayout.LINKS) + ":" + link.listen();
    }

    /** An etcd is its IDC's own. */
    private String end(Link link) {
        return (link.line() == Line.ETCD ? network.own(link.to()) : network.served(link.to())) + ":" + link.upstream();
    }

    /** Returns the proxies as Toxiproxy reads them from a file. */
    String configuration() {
        List<Tree> proxies = all.stream()
                .map(link -> Trees.of(Map.of("name", link.proxy(), "listen", begin(link), "upstream",
                        end(link), "enabled", true)))
                .toList();
        return JsonText.writeIndented(Tree.sequence(proxies)) + "\n";
    }
}
