package io.spillway.gateway.xds.event;

import java.util.concurrent.atomic.AtomicBoolean;

import io.spillway.gateway.xds.event.ConfigurationEvent.Connected;
import io.spillway.gateway.xds.event.ConfigurationEvent.Disconnected;
import io.spillway.gateway.xds.event.ConfigurationEvent.DiskFailed;
import io.spillway.gateway.xds.event.ConfigurationEvent.Forgotten;
import io.spillway.gateway.xds.event.ConfigurationEvent.NothingUsable;
import io.spillway.gateway.xds.event.ConfigurationEvent.Promoted;
import io.spillway.gateway.xds.event.ConfigurationEvent.Quarantined;
import io.spillway.gateway.xds.event.ConfigurationEvent.Rejected;
import io.spillway.gateway.xds.event.ConfigurationEvent.Restored;
import io.spillway.gateway.xds.event.ConfigurationEvent.Swapped;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class LoggingObserver implements ConfigurationObserver {

    private static final Logger LOG = LoggerFactory.getLogger("io.spillway.gateway.xds");

    /** A dead control plane is one line in the log, not one per attempt. */
    private final AtomicBoolean connected = new AtomicBoolean();
    private final AtomicBoolean everTried = new AtomicBoolean();

    @Override
    public void on(ConfigurationEvent event) {
        switch (event) {
            case Connected(var address) -> {
                everTried.set(true);
                if (!connected.getAndSet(true)) {
                    LOG.info("control plane: disconnected -> connected to {}", address);
                }
            }
            case Disconnected(var address, var reason, var retryIn) -> {
                boolean firstTry = !everTried.getAndSet(true);
                if (connected.getAndSet(false) || firstTry) {
                    LOG.warn("control plane: connected -> disconnected from {}: {}; serving what is held", address,
                            reason);
                } else {
                    LOG.debug("control plane {}: {}; next attempt in {}", address, reason, retryIn);
                }
            }
            case Swapped(var origin) -> LOG.debug("snapshot swapped, from {}", origin);
            case Rejected(var typeUrl, var name, var why) ->
                LOG.warn("{} {} refused, the version before it stays: {}", typeUrl, name, why);
            case Forgotten(var groups) -> LOG.debug("subscribed -> forgotten, unused: {}", groups);
            case Promoted(var file) -> LOG.debug("snapshot proven: {}", file);
            case Restored(var file, var age) -> LOG.info("nothing served -> serving {}, written {} ago", file, age);
            case Quarantined(var file, var renamedTo, var why) ->
                LOG.error("{} put aside as {}: {}", file, renamedTo.getFileName(), why);
            case DiskFailed(var file, var why) -> LOG.error("could not write {}: {}; traffic goes on", file, why);
            case NothingUsable(var files) -> LOG.error("no snapshot on disk can be used: {}", files);
        }
    }
}
