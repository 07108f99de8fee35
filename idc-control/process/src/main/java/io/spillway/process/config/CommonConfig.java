package io.spillway.process.config;

import java.nio.file.Path;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.resource.Names;

/**
 * What the configuration of every process says.
 *
 * @param node unique in the IDC
 * @param admin where the admin listener listens; 127.0.0.1 and a free port by default
 * @param dataDir where the process keeps files of its own
 */
public record CommonConfig(String idc, String node, HostPort admin, Path dataDir) {

    /** Reads the common keys beside others of the same mapping. */
    public static CommonConfig read(Decoder config) {
        String idc = config.required("idc", Names.TYPE);
        String node = config.required("node", Names.TYPE);
        HostPort admin = config.optional("admin", HostPort.LISTEN, new HostPort("127.0.0.1", 0));
        String dataDir = config.required("dataDir", ScalarType.SOME_TEXT);
        return new CommonConfig(idc, node, admin, Path.of(dataDir));
    }
}
