package io.spillway.gateway.xds.event;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Something that happened to the configuration of this gateway. */
public sealed interface ConfigurationEvent {

    /** A stream to a control plane is open. */
    record Connected(String address) implements ConfigurationEvent {}

    /** The stream is gone; what was received is still served. The next attempt follows after {@code retryIn}. */
    record Disconnected(String address, String reason, Duration retryIn) implements ConfigurationEvent {}

    /** A new snapshot is served. */
    record Swapped(Origin origin) implements ConfigurationEvent {}

    /** A resource of a response was refused; the version before it stays, its siblings were applied. */
    record Rejected(String typeUrl, String name, String why) implements ConfigurationEvent {}

    /** Services that nobody used for the set time are subscribed no longer. */
    record Forgotten(List<String> groups) implements ConfigurationEvent {

        /** Keeps its own copy of the names. */
        public Forgotten {
            groups = List.copyOf(groups);
        }
    }

    /** A snapshot on disk served long enough to be believed at the next start. */
    record Promoted(Path file) implements ConfigurationEvent {}

    /** The start took this file. */
    record Restored(Path file, Duration age) implements ConfigurationEvent {}

    /** A file that must not be used was put aside under a new name. */
    record Quarantined(Path file, Path renamedTo, String why) implements ConfigurationEvent {}

    /** The disk refused a write; the files from before are intact and traffic goes on. */
    record DiskFailed(Path file, String why) implements ConfigurationEvent {}

    /** No file on disk could be used. */
    record NothingUsable(List<Path> files) implements ConfigurationEvent {}

    /** Where a snapshot came from. */
    enum Origin {
        CONTROL, DISK
    }
}
