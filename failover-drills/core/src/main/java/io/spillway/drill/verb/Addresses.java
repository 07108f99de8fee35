package io.spillway.drill.verb;

import java.util.List;
import java.util.stream.Collectors;

import io.spillway.drill.fleet.FleetLayout;

/** Tells people where a running fleet is. */
final class Addresses {

    private Addresses() {}

    static String of(FleetLayout layout) {
        StringBuilder text = new StringBuilder();
        layout.apis().forEach((idc, api) -> text.append(String.format("%-8s API http://%s   entrances %s%n", idc, api,
                layout.entrances().getOrDefault(idc, List.of())
                        .stream()
                        .map(address -> "http://127.0.0.1:" + address.getPort())
                        .collect(Collectors.joining(" ")))));
        String host = layout.topology().hosts().values().stream().sorted().findFirst().orElse("");
        layout.entrances().values().stream().filter(first -> !first.isEmpty() && !host.isEmpty()).findFirst()
                .ifPresent(first -> text.append(
                        String.format("try: curl -i -H 'Host: %s' http://127.0.0.1:%d/%n", host,
                                first.getFirst().getPort())));
        layout.apis().values().stream().findFirst().ifPresent(
                api -> text.append(String.format("     ./spillway status --server %s%n", api)));
        layout.apis().forEach((idc, api) -> text.append(String.format("console of %s: http://%s/console/%n", idc, api)));
        return text.append("files in ").append(layout.folder()).append('\n').toString();
    }
}
