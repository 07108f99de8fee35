package io.spillway.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.spillway.drill.fleet.FleetLayout;

import static org.assertj.core.api.Assertions.assertThat;

/** Leads what goes from one IDC to the other through {@link Links}, by its configuration files. */
final class LinkedFiles {

    /** Free places in an IDC's block of a hundred ports. */
    private static final int SYNC_LINK = 91;
    private static final int CROSSING_LINK = 92;
    private static final int TOXIPROXY = 93;
    private static final int ADS = 1;
    private static final int CROSSING = 1;

    private LinkedFiles() {}

    static Links rewrite(FleetLayout layout) throws IOException {
        List<String> idcs = List.copyOf(layout.apis().keySet());
        Links links = Links.start(api(layout, idcs.getFirst()) + TOXIPROXY);
        try {
            for (int i = 0; i < idcs.size(); i++) {
                String idc = idcs.get(i);
                String other = idcs.get(1 - i);
                int api = api(layout, idc);
                int crossing = layout.entrances().getOrDefault(idc, List.of()).getFirst().getPort() + CROSSING;
                links.add("sync-" + idc, api + SYNC_LINK, api + ADS);
                links.add("crossing-" + idc, api + CROSSING_LINK, crossing);
                replace(layout.folder().resolve(other).resolve("registry-sync.yaml"), api + ADS, api + SYNC_LINK);
                for (String each : idcs) {
                    replace(layout.folder().resolve(each).resolve("resources/idcs.yaml"), crossing,
                            api + CROSSING_LINK);
                }
            }
        } catch (IOException | RuntimeException e) {
            links.close();
            throw e;
        }
        return links;
    }

    private static int api(FleetLayout layout, String idc) {
        String address = layout.apis().getOrDefault(idc, "");
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    private static void replace(Path file, int port, int link) throws IOException {
        String text = Files.readString(file);
        String address = "127.0.0.1:" + port + "\"";
        assertThat(text).contains(address);
        Files.writeString(file, text.replace(address, "127.0.0.1:" + link + "\""));
    }
}
