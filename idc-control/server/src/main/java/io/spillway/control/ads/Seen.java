package io.spillway.control.ads;

import java.time.Instant;

import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.control.snapshot.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of one type of a client's stream, as of the end of its last task. Made after every task, so it holds what
 * costs nothing; the text is made for those who ask.
 *
 * @param digest of what the client holds
 * @param resources how many it holds
 */
record Seen(ResourceType type, SyncState state, long digest, int resources, @Nullable Instant ackedAt,
        @Nullable String lastNack) {

    DataPlaneView view(NodeIdentity node, Instant connectedSince) {
        return new DataPlaneView(node.id(), node.role(), type.shortName(), state, Holdings.text(digest), ackedAt,
                connectedSince, resources, lastNack);
    }
}
