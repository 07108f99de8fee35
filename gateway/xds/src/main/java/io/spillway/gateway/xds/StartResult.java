package io.spillway.gateway.xds;

import java.nio.file.Path;
import java.util.List;

/** How the start of a gateway's configuration ended. */
public sealed interface StartResult {

    /**
     * The configuration is alive. It serves at once when the disk had a snapshot, else as soon as a control plane has
     * answered: see {@link GatewayConfiguration#awaitFirst}.
     */
    record Started(GatewayConfiguration configuration) implements StartResult {}

    /**
     * The process must not go on: it would serve nothing, or something that nobody can vouch for. Nothing was left
     * running and no file was changed.
     *
     * @param reason
     *            names the files, what is wrong with each, and what to do
     * @param files
     *            the files or folders concerned
     */
    record Refused(String reason, List<Path> files) implements StartResult {

        /** Keeps its own copy of the files. */
        public Refused {
            files = List.copyOf(files);
        }
    }
}
