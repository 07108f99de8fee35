package io.spillway.control.switchover.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.spillway.control.ads.PushLog;
import io.spillway.control.audit.AuditLog;
import io.spillway.control.load.FleetFigures.PathsOfFleet;
import io.spillway.control.nodes.NodeRecord.StepAcks;
import io.spillway.control.nodes.NodesView;
import io.spillway.control.service.DeliveryReport.StragglerView;
import io.spillway.control.service.ProbeWord;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.SwitchOverService;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.switchover.auto.AutomaticShift;
import io.spillway.control.switchover.auto.Probes;
import io.spillway.control.switchover.fence.FenceProvider;
import io.spillway.control.switchover.judge.Patience;
import io.spillway.control.switchover.plan.PlanGround;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.record.ProgressRecords;

/** A node's switch-overs put together: what carries them out, and what operators say to them. */
public final class Moves implements AutoCloseable {

    private final Coordinator coordinator;
    private final SwitchOvers service;
    private final AutomaticShift automatic;
    private final Probes probes;

    /**
     * What it is made of.
     *
     * @param ground what is looked at before traffic moves by the switch-over of that name
     * @param log who of this node's data planes has what
     * @param slow data planes of this node that owe an answer for long
     * @param planes all data planes of this node
     * @param nodes who lives of this IDC
     * @param say tells the other nodes who of this one's data planes knows what
     * @param measured what this IDC's gateways measure of these Services
     * @param notReady why nothing can be written yet
     * @param paths how this IDC's gateways reach another one
     * @param news told how automatic shift stands
     */
    public record Parts(String idc, String node, Registry registry, RecordCodec codec, StateKeeper.Times times,
            Stand stand, AuditLog audit, Map<String, FenceProvider> fences, Function<String, PlanGround> ground,
            PushLog log, Supplier<List<StragglerView>> slow,
            Supplier<List<DataPlaneView>> planes, Supplier<NodesView> nodes, Consumer<List<StepAcks>> say,
            Function<Set<String>, MeasuredTraffic> measured, Supplier<List<String>> notReady,
            Function<String, PathsOfFleet> paths, AutomaticShift.News news) {}

    /** Puts them together; nothing is done before {@link #start}. */
    public Moves(Parts parts) {
        TransitionWriter writer = new TransitionWriter(new TransitionWriter.Place(parts.idc(), parts.node()),
                parts.registry(), parts.codec(), parts.times().clock(), parts.stand(), parts.audit().trail());
        Checks checks = new GroundChecks(parts.idc(), parts.stand(), parts.ground(), parts.registry(),
                parts.times().ticker());
        Function<String, List<SwitchOverProgress>> said = id -> parts.stand().get().progress(id);
        Conductor conductor = new Conductor(new Conductor.Parts(parts.stand(), writer, checks, parts.fences(), said,
                Patience.USUAL, parts.times().clock()));
        this.coordinator = new Coordinator(new Coordinator.Parts(parts.idc(), parts.times(), parts.stand(),
                parts.nodes(), parts.say(), parts.log(), parts.slow(), parts.planes(),
                part -> write(parts.registry(), part),
                parts.measured()), conductor);
        this.service = new SwitchOvers(new SwitchOvers.Parts(parts.idc(), parts.node(), parts.stand(), writer, checks,
                List.copyOf(parts.fences().keySet()), said, () -> parts.nodes().get().live(),
                parts.audit()::refused, parts.notReady(), parts.times().clock()), conductor);
        this.automatic = new AutomaticShift(new AutomaticShift.Parts(parts.idc(), parts.times(), parts.stand()::get,
                () -> parts.nodes().get().live(), parts.paths(), () -> parts.registry().state().connected(),
                word -> write(parts.registry(), word), service, parts.news()));
        this.probes = new Probes(parts.idc(), parts.times().clock(), parts.stand()::get,
                word -> write(parts.registry(), word));
    }

    /** It is written by whoever owns the switch-over; two that both believe so for a moment say nearly the same. */
    private static boolean write(Registry registry, SwitchOverProgress part) {
        return registry.commit(new Transaction(List.of(),
                List.of(Operation.put(RegistryKeys.progress(part.idc(), part.switchOver()),
                        ProgressRecords.encode(part))))) instanceof CommitResult.Committed;
    }

    /** Begins to carry out. */
    public void start() {
        coordinator.start();
        automatic.start();
    }

    /** Returns what operators talk to. */
    public SwitchOverService service() {
        return service;
    }

    /** Returns how automatic shift stands. */
    public AutomaticShift.Standing automatic() {
        return automatic.standing();
    }

    /** Takes what an external probe says; blocks. */
    public WriteResult probed(ProbeWord word) {
        return probes.take(word);
    }

    /** Takes what changed; called by the state's thread after the data planes were told. Never blocks. */
    public void onChange(StateChange change) {
        coordinator.onChange(change);
    }

    /** Other nodes live, or said something; called by any thread. */
    public void onNodes() {
        coordinator.onNodes();
    }

    @Override
    public void close() {
        automatic.close();
        coordinator.close();
    }
}
