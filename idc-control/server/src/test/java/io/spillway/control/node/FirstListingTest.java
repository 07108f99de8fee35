package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.state.StateListener;
import io.spillway.control.state.StoredRecords;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A node starts: it is loaded when it has everything that stood there, and lists a large IDC no oftener than it must. */
class FirstListingTest implements StateListener {

    private static final long PATIENCE_SECONDS = 20;

    @TempDir
    Path folder;

    private final CompletableFuture<ControlState> loaded = new CompletableFuture<>();
    private FlakyRegistry registry;
    private StateKeeper keeper;

    @BeforeEach
    void aServiceIsThere() {
        registry = new FlakyRegistry(TestNode.registry(folder));
        write("orders");
        keeper = new StateKeeper(registry, new StoredRecords(),
                new StateKeeper.Times(Ticker.system(), InstantSource.system()), Duration.ofDays(1), this);
    }

    @AfterEach
    void end() {
        keeper.close();
        registry.close();
    }

    @Override
    public void onLoaded(ControlState state) {
        loaded.complete(state);
    }

    @Override
    public void onChange(StateChange change) {
        // only what it has in the end is looked at
    }

    @Test
    void ofAQuietRegistryOneListingIsAll() throws Exception {
        keeper.start();
        assertThat(loaded.get(PATIENCE_SECONDS, TimeUnit.SECONDS).sorted(Kind.SERVICE)).extracting(Resource::name)
                .containsExactly("orders");
        assertThat(registry.listings()).isEqualTo(1);
    }

    @Test
    void whatIsWrittenWhileItListsIsThereWhenItIsLoaded() throws Exception {
        registry.beforeWatch(() -> write("payments"));
        keeper.start();
        assertThat(loaded.get(PATIENCE_SECONDS, TimeUnit.SECONDS).sorted(Kind.SERVICE)).extracting(Resource::name)
                .containsExactly("orders", "payments");
    }

    /** The registry connects while the start already waits for it: that is no loss after which all is compared again. */
    @Test
    void aRegistryThatConnectsLateIsListedOnce() throws Exception {
        registry.lose();
        keeper.start();
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> registry.listings() == 1);
        registry.lose();
        registry.find();
        assertThat(loaded.get(PATIENCE_SECONDS, TimeUnit.SECONDS).all(Kind.SERVICE).size()).isEqualTo(1);
        // An answer to this comes after everything that was heard before it.
        assertThat(keeper.believe().get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(registry.listings()).as("in vain, the start's, and the one that was just asked for").isEqualTo(3);
    }

    private void write(String service) {
        Resource resource = Resource.of(service, ServiceSpec.of(List.of(service + ".test"), null));
        assertThat(registry.commit(new Transaction(List.of(), List.of(Operation.put(
                ResourceKeys.keyOf(resource.kind(), service),
                new StoredRecords().write(resource, null, "test", Instant.EPOCH)))))).isInstanceOf(
                        CommitResult.Committed.class);
    }
}
