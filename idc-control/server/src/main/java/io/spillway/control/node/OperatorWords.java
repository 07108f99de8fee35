package io.spillway.control.node;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.spillway.control.service.AcceptResult;
import io.spillway.control.service.Consent;
import io.spillway.control.service.Origin;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.state.HeldRemovals;
import io.spillway.registry.CommitResult;
import io.spillway.registry.ConnectionState;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.audit.AuditRecord;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Touched;
import org.jspecify.annotations.Nullable;

/**
 * What operators say against guards: that a registry is to be believed, that a held update is to be applied. Nothing of it is
 * done of which there can be no record. Safe for use by any thread; blocks.
 */
final class OperatorWords {

    private static final Duration BELIEVED_WITHIN = Duration.ofSeconds(10);
    private static final String ACCEPT = "accept";
    private static final String RELEASE = "release";
    private static final String DONE = "done";

    private final NodeService.NodeParts parts;

    OperatorWords(NodeService.NodeParts parts) {
        this.parts = parts;
    }

    AcceptResult accept(String clusterId, String author, Origin origin) {
        ConnectionState connection = parts.registry().state();
        HeldRemovals held = parts.keeper().held();
        Deed deed = Deeds.by(author, origin, ACCEPT, List.of(new Touched("registry/" + clusterId, 0)), "",
                DONE);
        AcceptResult result = held.ids().isEmpty() || !connection.connected()
                || !connection.clusterId().equals(clusterId)
                        ? acceptOther(clusterId, author, deed)
                        : acceptRemovals(held, connection, author, deed, origin.consent());
        if (result instanceof AcceptResult.Mismatch(String given, String found)) {
            parts.audit().refused(
                    deed.withResult("409: registry " + given + " (expected: " + found + ", which it says now)"));
        }
        return result;
    }

    /** It is the known registry; what is missing in it is to be believed. */
    private AcceptResult acceptRemovals(HeldRemovals held, ConnectionState connection, String author, Deed deed,
            @Nullable Consent consent) {
        String removals = held.ids().size() + " removals";
        AcceptResult unrecorded = unrecorded(deed.withResult(DONE + ": " + removals), consent);
        if (unrecorded != null) {
            return unrecorded;
        }
        AcceptResult failed = believe();
        if (failed instanceof AcceptResult.NotReachable(String why)) {
            AcceptResult _ = unrecorded(deed.withResult("503: " + why), null);
            return failed;
        }
        parts.events().emit("registry", connection.clusterId(), removals + " accepted by " + author,
                Map.of("clusterId", connection.clusterId(), "author", author));
        return new AcceptResult.Accepted(connection.clusterId(), connection.epoch());
    }

    /** Records what will be done; returns why that cannot be, null when it is. */
    private @Nullable AcceptResult unrecorded(Deed deed, @Nullable Consent consent) {
        try {
            return switch (parts.audit().trail().commit(List.of(), List.of(), deed, consent)) {
                case CommitResult.Committed _ -> null;
                case CommitResult.Conflict _ -> new AcceptResult.NotReachable(
                        consent == null ? "the audit moves" : Consent.gone(consent.approval()));
                case CommitResult.Unavailable(var _, String reason, var _) ->
                    new AcceptResult.NotReachable("the audit cannot be written: " + reason);
            };
        } catch (RegistryUnavailableException away) {
            return new AcceptResult.NotReachable("the audit cannot be written: " + away.getMessage());
        }
    }

    private AcceptResult believe() {
        try {
            return parts.keeper().believe().get(BELIEVED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    ? new AcceptResult.AlreadyCurrent("")
                    : new AcceptResult.NotReachable("the registry does not answer");
        } catch (TimeoutException | ExecutionException late) {
            return new AcceptResult.NotReachable("no full listing within " + BELIEVED_WITHIN.toSeconds() + " s");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new AcceptResult.NotReachable("interrupted");
        }
    }

    /** A registry that is not believed takes no record: it is owed before it is believed, and chained in it afterwards. */
    private AcceptResult acceptOther(String clusterId, String author, Deed deed) {
        AuditRecord owed;
        try {
            owed = parts.audit().owe(deed);
        } catch (IOException e) {
            return new AcceptResult.NotReachable("the audit cannot be written: " + e.getMessage());
        }
        AcceptResult result = acceptOther(clusterId, author);
        if (result instanceof AcceptResult.Accepted) {
            parts.audit().pay();
        } else {
            parts.audit().forgive(owed);
        }
        return result;
    }

    private AcceptResult acceptOther(String clusterId, String author) {
        try {
            return switch (parts.registry().accept(clusterId)) {
                case io.spillway.registry.AcceptResult.Accepted(String id, long epoch) -> {
                    parts.audit().forget();
                    parts.events().emit("registry", id, "accepted by " + author + ", epoch " + epoch,
                            Map.of("clusterId", id, "author", author));
                    yield new AcceptResult.Accepted(id, epoch);
                }
                case io.spillway.registry.AcceptResult.NothingToAccept(String id) when id.equals(clusterId) ->
                    new AcceptResult.AlreadyCurrent(id);
                case io.spillway.registry.AcceptResult.NothingToAccept(String id) ->
                    new AcceptResult.Mismatch(clusterId, id);
                case io.spillway.registry.AcceptResult.OtherFound(var changed, String given) ->
                    new AcceptResult.Mismatch(given, changed.found());
                case io.spillway.registry.AcceptResult.Unreachable(String reason) ->
                    new AcceptResult.NotReachable(reason);
            };
        } catch (RegistryUnavailableException away) {
            return new AcceptResult.NotReachable(String.valueOf(away.getMessage()));
        }
    }

    ReleaseResult release(String idc, String service, String author, Origin origin) {
        Deed deed = Deeds.by(author, origin, RELEASE, List.of(new Touched("held/" + idc + "/" + service, 0)),
                "", DONE);
        ReleaseResult result = released(idc, service, author, deed, origin.consent());
        switch (result) {
            case ReleaseResult.Released(int updates) ->
                parts.events().emit("held", idc + "/" + service, "released by " + author,
                        Map.of("updates", Integer.toString(updates), "author", author));
            case ReleaseResult.HeldOtherwise other -> parts.audit().refused(
                    deed.withResult("409: held by " + other.guard() + " now: " + other.detail()));
            case ReleaseResult.NothingHeld _,ReleaseResult.NothingMissed _,ReleaseResult.NotReleased _ -> {
            }
        }
        return result;
    }

    /** The word is written with its record; the node that hears the registry-sync that leads passes it on. */
    ReleaseResult releaseSource(String source, String author, Origin origin) {
        Deed deed = Deeds.by(author, origin, RELEASE, List.of(new Touched("source/" + source, 0)), "", DONE);
        ReleaseResult result;
        try {
            result = parts.imports().releaseSource(source, author, parts.audit().trail().once(deed, origin.consent()));
        } catch (RegistryUnavailableException away) {
            result = new ReleaseResult.NotReleased("the audit cannot be written: " + away.getMessage());
        }
        if (result instanceof ReleaseResult.Released(int workloads)) {
            parts.events().emit("held", "source/" + source, "released by " + author,
                    Map.of("workloads", Integer.toString(workloads), "author", author));
        }
        return result;
    }

    private ReleaseResult released(String idc, String service, String author, Deed deed,
            @Nullable Consent consent) {
        try {
            return parts.imports().release(idc, service, author, parts.audit().trail().once(deed, consent));
        } catch (RegistryUnavailableException away) {
            return new ReleaseResult.NotReleased("the audit cannot be written: " + away.getMessage());
        }
    }
}
