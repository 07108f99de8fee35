package io.spillway.it.harness;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Gives a test class a running fleet. One runs at a time: a class with another shape than the one before it ends that
 * fleet and starts its own; what is left is ended after the last class.
 */
public final class TestFleet implements BeforeAllCallback, TestWatcher {

    private static final Namespace NAMESPACE = Namespace.create(TestFleet.class);

    private final FleetShape shape;
    private @Nullable RunningFleet running;

    private TestFleet(FleetShape shape) {
        this.shape = shape;
    }

    /** Returns an extension for {@code @RegisterExtension static}. */
    public static TestFleet of(FleetShape shape) {
        return new TestFleet(shape);
    }

    /** Returns the fleet, ready and with its workloads registered. */
    public RunningFleet get() {
        if (running == null) {
            throw new IllegalStateException("the fleet runs from beforeAll on; is the extension static?");
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Store store = context.getRoot().getStore(NAMESPACE);
        Holder holder = store.computeIfAbsent(Holder.class, _ -> new Holder(), Holder.class);
        running = holder.take(shape);
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        if (running != null) {
            System.out.println(context.getDisplayName() + " failed; the logs of its fleet:\n" + running.logs());
        }
    }

    /** The one fleet that runs; ended with the store that it lives in. */
    private static final class Holder implements AutoCloseable {

        private @Nullable RunningFleet fleet;

        synchronized RunningFleet take(FleetShape wanted) throws Exception {
            RunningFleet current = fleet;
            if (current == null || !current.shape().equals(wanted)) {
                close();
                current = RunningFleet.start(wanted);
                fleet = current;
            }
            try {
                current.awaitSteady();
            } catch (RuntimeException | AssertionError e) {
                close(); // what one class broke must not fail the classes after it
                throw e;
            }
            return current;
        }

        @Override
        public synchronized void close() {
            RunningFleet ending = fleet;
            fleet = null;
            if (ending != null) {
                ending.close();
            }
        }
    }
}
