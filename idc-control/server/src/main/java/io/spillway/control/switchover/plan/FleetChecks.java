package io.spillway.control.switchover.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/** Looks at whoever carries it out: links between IDCs, gateways, control nodes and their clocks. */
final class FleetChecks {

    /** Of a hundred data planes one may be late. */
    private static final int ENOUGH = 99;
    private static final Duration MOST_APART = Duration.ofSeconds(2);

    private final Question question;
    private final PlanGround ground;

    FleetChecks(Question question) {
        this.question = question;
        this.ground = question.ground();
    }

    Look syncFresh() {
        Look look = new Look(Item.SYNC_FRESH);
        for (String idc : question.scope().idcs()) {
            if (idc.equals(ground.ownIdc())) {
                continue;
            }
            PlanGround.PeerLink link = ground.peers().get(idc);
            if (question.without(idc)) {
                look.skip(idc + " is taken for dead");
            } else if (link == null || (link.age() == null && !link.fresh())) {
                look.fail("nothing was ever heard from " + idc).figure("idc", idc);
            } else if (!link.fresh()) {
                look.fail("nothing was heard from " + idc + " for " + millis(link.age()) + " ms").figure("idc", idc);
            } else if (link.hearsUs() == null) {
                look.warn("whether " + idc + " hears " + ground.ownIdc() + " is not known");
            } else if (!link.hearsUs()) {
                look.fail(idc + " does not hear " + ground.ownIdc()).figure("idc", idc);
            } else {
                String heard = link.age() == null ? " is heard" : " heard " + millis(link.age()) + " ms ago";
                look.fine(idc + heard + ", and it hears " + ground.ownIdc());
            }
        }
        return look.fine(question.scope().idcs().size() + " IDCs looked at");
    }

    private static long millis(@Nullable Duration age) {
        return age == null ? 0 : age.toMillis();
    }

    Look fleetAcks() {
        Look look = new Look(Item.FLEET_ACKS);
        for (String idc : question.scope().idcs()) {
            PlanGround.Fleet fleet = ground.fleets().get(idc);
            if (question.without(idc)) {
                look.skip("the data planes of " + idc + " are not asked");
            } else if (fleet == null) {
                look.warn("the data planes of " + idc + " are not known here");
            } else if (fleet.connected() == 0) {
                String nobody = "no data plane of " + idc + " is connected";
                var _ = idc.equals(question.spec().to()) ? look.fail(nobody).figure("idc", idc) : look.warn(nobody);
            } else {
                acked(look, idc, fleet);
            }
        }
        return look.fine("at least " + ENOUGH + " % must have what they should");
    }

    private static void acked(Look look, String idc, PlanGround.Fleet fleet) {
        double percent = 100.0 * fleet.synced() / fleet.connected();
        String what = String.format(Locale.ROOT, "%s: %d of %d (%.1f %%) have Acked everything", idc, fleet.synced(),
                fleet.connected(), percent);
        String late = fleet.late().isEmpty() ? "" : "; late are " + MoveChecks.named(fleet.late());
        if (fleet.synced() * 100L < (long) ENOUGH * fleet.connected()) {
            look.fail(what + late).figure("idc", idc).figure("connected", fleet.connected()).figure("synced",
                    fleet.synced());
        } else if (fleet.synced() < fleet.connected()) {
            look.warn(what + late);
        } else {
            look.fine(what);
        }
    }

    Look controlNodes() {
        Look look = new Look(Item.CONTROL_NODES);
        Set<String> nodes = new TreeSet<>(ground.nodes());
        if (ground.embedded()) {
            look.warn("the registry is embedded in the one control node: nobody in " + ground.ownIdc()
                    + " goes on when it dies");
        } else if (nodes.size() < 2) {
            look.warn(nodes.size() + " control node lives in " + ground.ownIdc()
                    + ": nobody there goes on when it dies");
        }
        return look.fine(nodes.size() + " live: " + MoveChecks.named(List.copyOf(nodes)));
    }

    Look clocks() {
        Look look = new Look(Item.CLOCKS);
        int seen = 0;
        List<String> dead = new ArrayList<>();
        for (PlanGround.ClockSeen clock : ground.clocks()) {
            if (question.without(clock.idc())) {
                dead.add(clock.node());
                continue;
            }
            seen++;
            if (clock.ahead().abs().compareTo(MOST_APART) > 0) {
                look.fail("the clock of " + clock.node() + " in " + clock.idc() + " is "
                        + clock.ahead().abs().toMillis() + " ms " + (clock.ahead().isNegative() ? "behind" : "ahead"))
                        .figure("node", clock.node()).figure("aheadMillis", clock.ahead().toMillis());
            }
        }
        if (!dead.isEmpty()) {
            look.skip("not looked at: " + MoveChecks.named(dead));
        }
        if (seen == 0) {
            look.warn("no other clock is known");
        }
        return look.fine(seen + " clocks compared, at most " + MOST_APART.toSeconds() + " s apart are allowed");
    }

    Look heldUpdates() {
        Look look = new Look(Item.HELD_UPDATES);
        int others = 0;
        for (PlanGround.HeldUpdate held : ground.held()) {
            boolean concerns = held.service().isEmpty() || question.scope().services().containsKey(held.service());
            if (concerns && question.scope().idcs().contains(held.idc())) {
                look.warn((held.service().isEmpty() ? "the list of Services" : held.service()) + " of " + held.idc()
                        + ": " + held.detail());
            } else {
                others++;
            }
        }
        return look.fine(others + " updates are held that have nothing to do with it");
    }
}
