package io.spillway.model.resource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What comes after a status; everything that is not said stays. For use by one thread, once. */
public final class SwitchOverStatusChange {

    private final SwitchOverStatus before;
    private Generation generation;
    private SwitchOverState state;
    private StepPosition at;
    private @Nullable SwitchPause pause;
    private @Nullable SwitchOverPlan plan;
    private List<SwitchApproval> approvals;
    private boolean fenced;
    private final List<Unconfirmed> unconfirmed;
    private final Map<String, Generation> written;
    private @Nullable StepFigures measured;
    private @Nullable Instant due;
    private @Nullable Instant expires;
    private List<SwitchCheck> checks;

    SwitchOverStatusChange(SwitchOverStatus before) {
        this.before = before;
        this.generation = before.generation();
        this.state = before.state();
        this.at = before.at();
        this.pause = before.pause();
        this.plan = before.plan();
        this.approvals = before.approvals();
        this.fenced = before.fenced();
        this.unconfirmed = new ArrayList<>(before.unconfirmed());
        this.written = new LinkedHashMap<>(before.written());
        this.measured = before.measured();
        this.due = before.due();
        this.expires = before.expires();
        this.checks = before.checks();
    }

    /** It comes into another state, for which nothing is due until that is said. */
    public SwitchOverStatusChange to(SwitchOverState next) {
        this.state = next;
        this.due = null;
        this.checks = List.of();
        if (next != SwitchOverState.PAUSED) {
            this.pause = null;
        }
        return this;
    }

    /** A check forbids it: of these, made together. */
    public SwitchOverStatusChange forbidden(List<SwitchCheck> by) {
        to(SwitchOverState.DRAFT);
        this.checks = by;
        return this;
    }

    /** It is that far with its steps. */
    public SwitchOverStatusChange at(StepPosition next) {
        this.at = next;
        return this;
    }

    /** It stands still. */
    public SwitchOverStatusChange paused(SwitchPause why) {
        to(SwitchOverState.PAUSED);
        this.pause = why;
        return this;
    }

    /** This plan is frozen, and nobody has approved it yet. */
    public SwitchOverStatusChange plan(@Nullable SwitchOverPlan frozen) {
        this.plan = frozen;
        this.approvals = List.of();
        return this;
    }

    /** One more has approved. */
    public SwitchOverStatusChange approved(SwitchApproval approval) {
        this.approvals = new ArrayList<>(approvals);
        this.approvals.add(approval);
        return this;
    }

    /** A fence may stand from now on, or is known to be gone. */
    public SwitchOverStatusChange fenced(boolean stands) {
        this.fenced = stands;
        return this;
    }

    /** Something could not be made sure of. */
    public SwitchOverStatusChange unconfirmed(Unconfirmed what) {
        unconfirmed.removeIf(known -> known.what().equals(what.what()) && known.idc().equals(what.idc()));
        unconfirmed.add(what);
        return this;
    }

    /** What was not sure is, now. */
    public SwitchOverStatusChange confirmed(String what, String idc) {
        unconfirmed.removeIf(known -> known.what().equals(what) && known.idc().equals(idc));
        return this;
    }

    /** A shift was written with that generation. */
    public SwitchOverStatusChange written(String scope, Generation with) {
        written.put(scope, with);
        return this;
    }

    /** What was written of a scope does not stand any more. */
    public SwitchOverStatusChange forgotten(String scope) {
        written.remove(scope);
        return this;
    }

    /** A step's gate compares with this. */
    public SwitchOverStatusChange measured(@Nullable StepFigures figures) {
        this.measured = figures;
        return this;
    }

    /** The state lasts until then. */
    public SwitchOverStatusChange due(Instant until) {
        this.due = until;
        return this;
    }

    /** Its shift's end is asked for then. */
    public SwitchOverStatusChange expires(Instant then) {
        this.expires = then;
        return this;
    }

    /** Another IDC coordinates it from now on. */
    public SwitchOverStatusChange takenOver(String idc) {
        this.generation = before.generation().next(idc);
        return this;
    }

    /** Returns the status, one transition later. */
    public SwitchOverStatus made(Instant now, String event, String node, String detail) {
        long sequence = before.sequence() + 1;
        SwitchTransition transition = new SwitchTransition(sequence, now, before.state(), state, at, event, node,
                detail);
        boolean same = state == before.state() && at.equals(before.at());
        Instant since = same ? before.since() : now;
        return new SwitchOverStatus(generation, sequence, state, at, pause, before.origin(), before.author(), plan,
                approvals, fenced, unconfirmed, written, measured, since, due, expires, before.historyWith(transition),
                checks);
    }
}
