package io.spillway.drill.bench.push;

import java.io.PrintStream;
import java.util.Map;

import io.spillway.drill.bench.measure.Meter;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.gateway.bench.report.Machine;
import io.spillway.gateway.bench.report.Round;
import io.spillway.gateway.bench.report.Samples;
import io.spillway.model.time.Ticker;

/**
 * The whole bench: size after size, round after round, within a round one system after the other, each time as a new process
 * with new clients. What fails is noted in the row of that system and stops no other. Used by one thread.
 */
public final class PushRun {
    /** Starts a system that holds a population; the last word tells the run from others. */
    @FunctionalInterface
    public interface Starter {
        PushServer start(String system, Population population, String run);
    }

    private final Plan plan;
    private final Starter starter;
    private final Ticker ticker;
    private final PrintStream err;
    private final MachineLoad machine = new MachineLoad();
    private final Samples samples = new Samples();

    /** Creates it; progress goes to {@code err}. */
    public PushRun(Plan plan, Starter starter, Ticker ticker, PrintStream err) {
        this.plan = plan;
        this.starter = starter;
        this.ticker = ticker;
        this.err = err;
    }

    /** Measures everything. */
    public BenchReport run() throws InterruptedException {
        for (Shape shape : plan.shapes()) {
            for (int round = 1; round <= plan.rounds(); round++) {
                for (String system : plan.systems()) {
                    say(system + ", " + shape.clients() + " clients, " + shape.services() + " services, round " + round
                            + " of " + plan.rounds());
                    measure(system, shape, round);
                }
            }
            plan.cases().forEach(each -> samples.print(each.of(shape)));
        }
        return new BenchReport("push", Machine.read(machine.otherPercent()), samples.rows(),
                Targets.ratios(samples, plan), Targets.of(samples));
    }

    private void measure(String system, Shape shape, int round) throws InterruptedException {
        if (plan.cases().stream().allMatch(each -> samples.failed(each.of(shape), system))) {
            return;
        }
        try (PushServer server = starter.start(system, shape.population(),
                system + "-" + shape.word() + "-" + round)) {
            Subject subject = new Subject(server, shape, plan, Meter.of(server.name(), server.pid(), machine, ticker),
                    ticker);
            if (plan.cases().contains(PushCase.CHANGE) || plan.cases().contains(PushCase.BURST)) {
                together(system, subject);
            }
            guarded(PushCase.APART, system, subject, each -> new ApartCase(each).measure());
            guarded(PushCase.JOIN, system, subject, each -> new JoinCase(each).measure());
        } catch (BenchFailure e) {
            plan.cases().forEach(each -> fail(each, system, shape, e));
        }
    }

    /** The cases whose clients all subscribe what changes. */
    private void together(String system, Subject subject) throws InterruptedException {
        double before = subject.meter().residentMib();
        subject.meter().begin();
        try (Crowd crowd = subject.connect(subject.shape().clients(), subject.population().resources(0))) {
            Map<String, Double> connected = ChangeCase.connected(subject, crowd, before);
            ChangeCase changes = new ChangeCase(subject, crowd);
            changes.warmUp();
            guarded(PushCase.CHANGE, system, subject, _ -> changes.measure(connected));
            guarded(PushCase.BURST, system, subject, _ -> new BurstCase(subject, crowd).measure());
            if (!crowd.violations().isEmpty()) {
                say(system + " broke the protocol: " + crowd.violations());
            }
        } catch (BenchFailure e) {
            fail(PushCase.CHANGE, system, subject.shape(), e);
            fail(PushCase.BURST, system, subject.shape(), e);
        }
    }

    /** What measures a case, and may be interrupted. */
    @FunctionalInterface
    private interface Measure {
        Round of(Subject subject) throws InterruptedException;
    }

    private void guarded(PushCase what, String system, Subject subject, Measure measure) throws InterruptedException {
        String name = what.of(subject.shape());
        if (!plan.cases().contains(what) || samples.failed(name, system)) {
            return;
        }
        try {
            samples.add(name, system, measure.of(subject));
        } catch (BenchFailure e) {
            fail(what, system, subject.shape(), e);
        }
    }

    private void fail(PushCase what, String system, Shape shape, BenchFailure why) {
        if (plan.cases().contains(what)) {
            String text = String.valueOf(why.getMessage());
            say(what.of(shape) + ": " + system + " failed: " + text);
            samples.fail(what.of(shape), system, text);
        }
    }

    private void say(String what) {
        err.println("bench push: " + what);
    }
}
