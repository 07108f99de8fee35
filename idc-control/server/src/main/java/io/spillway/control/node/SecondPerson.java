package io.spillway.control.node;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import io.spillway.control.approval.Need;
import io.spillway.control.approval.ResourceNeeds;
import io.spillway.control.approval.ShiftedShare;
import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.ApprovalService;
import io.spillway.control.service.ApprovalService.Settled;
import io.spillway.control.service.Asker;
import io.spillway.control.service.Consent;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.Origin;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import org.jspecify.annotations.Nullable;

/**
 * Holds a write that one person alone may not make until another one has said yes. It judges by the state by which the write is
 * judged, and the write uses the yes up: so both are about the same. Safe for use by any thread; blocks where it asks.
 */
final class SecondPerson {

    private final ApprovalService approvals;
    private final Function<ControlState, Map<String, Map<String, MeasuredTraffic>>> traffic;

    /** Creates one; {@code traffic}: what is measured, by Service, then by the IDC whose gateways measured it. */
    SecondPerson(ApprovalService approvals,
            Function<ControlState, Map<String, Map<String, MeasuredTraffic>>> traffic) {
        this.approvals = approvals;
        this.traffic = traffic;
    }

    /** Whether a write may be made. */
    sealed interface Word {

        /**
         * It may.
         *
         * @param origin  with the yes that it uses up, if it needs one
         * @param leansOn what this was judged by
         */
        record Go(Origin origin, Set<ResourceKeys.Id> leansOn) implements Word {}

        /** It may not, and this is why. */
        record Held(WriteResult told) implements Word {}
    }

    /**
     * Judges a write.
     *
     * @param changes what it changes
     * @param given   all of it, as its author gave it: what another person is shown must be the same the next time
     */
    Word of(ApplyRequest request, List<Planned> changes, List<Resource> given, ControlState now) {
        Asker asker = request.asker();
        if (asker == null) {
            return new Word.Go(request.origin(), Set.of());
        }
        List<Resource> moving = changes.stream().filter(SecondPerson::moves).map(Planned::after).toList();
        ShiftedShare.Touched touched = moving.isEmpty()
                ? ShiftedShare.Touched.NOTHING
                : ShiftedShare.of(now, changes.stream().map(Planned::after).toList(), traffic.apply(now));
        Set<ResourceKeys.Id> leansOn = new HashSet<>();
        touched.groups().forEach(group -> leansOn.add(new ResourceKeys.Id(Kind.DR_GROUP, group)));
        changes.forEach(change -> leansOn.remove(new ResourceKeys.Id(change.after().kind(), change.after().name())));
        return settled(asker, new ResourceNeeds(now, asker.always(), touched.above()).write(given), request.origin(),
                leansOn);
    }

    private static boolean moves(Planned change) {
        return switch (change.after().kind()) {
            case TRAFFIC_SHIFT -> true;
            case SERVICE -> change.before() != null && change.before().spec() instanceof ServiceSpec was
                    && change.after().spec() instanceof ServiceSpec is
                    && !Objects.equals(was.drGroup(), is.drGroup());
            default -> false;
        };
    }

    /** Judges a deletion of what stands. */
    Word of(DeleteRequest request, Resource stands, ControlState now) {
        Asker asker = request.asker();
        return asker == null
                ? new Word.Go(request.origin(), Set.of())
                : settled(asker, new ResourceNeeds(now, asker.always(), new TreeMap<>()).deletion(stands),
                        request.origin(), Set.of());
    }

    private Word settled(Asker asker, @Nullable Need need, Origin origin, Set<ResourceKeys.Id> leansOn) {
        if (need == null) {
            return new Word.Go(origin, leansOn);
        }
        return switch (approvals.settled(asker, need.ask(asker), origin)) {
            case Settled.Granted(Consent consent) -> new Word.Go(origin.with(consent), leansOn);
            case Settled.Waits(var approval) -> new Word.Held(need.waits(approval));
            case Settled.Refused(String reason) ->
                new Word.Held(new WriteResult.Conflict("approvals/" + asker.approval(), "", 0, reason));
            case Settled.Away(var since, String reason) -> new Word.Held(new WriteResult.Unavailable(since, reason));
        };
    }
}
