package io.spillway.drill.verb;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Space;

/** Tells people where a running fleet is. */
final class Addresses {

    private Addresses() {}

    static String of(FleetLayout layout) {
        StringBuilder text = new StringBuilder();
        layout.apis().forEach((idc, api) -> text.append(String.format("%-8s API http://%s   entrances %s%n", idc, api,
                layout.entrances().getOrDefault(idc, List.of())
                        .stream()
                        .map(Addresses::http)
                        .collect(Collectors.joining(" ")))));
        String host = layout.topology().hosts().values().stream().sorted().findFirst().orElse("");
        layout.entrances().values().stream().filter(first -> !first.isEmpty() && !host.isEmpty()).findFirst()
                .ifPresent(first -> text.append(
                        String.format("try: curl -i -H 'Host: %s' %s/%n", host, http(first.getFirst()))));
        layout.apis().values().stream().findFirst().ifPresent(
                api -> text.append(String.format("     ./spillway status --server %s%n", api)));
        layout.apis()
                .forEach((idc, api) -> text.append(String.format("console of %s: http://%s/console/%n", idc, api)));
        Space hub = layout.network().hub();
        if (hub != null) {
            text.append("these addresses are in network namespaces; before each command: ")
                    .append(String.join(" ", hub.run(List.of()))).append('\n');
        }
        return text.append("files in ").append(layout.folder()).append('\n').toString();
    }

    private static String http(InetSocketAddress address) {
        return "http://" + address.getHostString() + ":" + address.getPort();
    }
}
