package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.audit.AuditRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Operators at two nodes, and workloads beside them: one chain, and who has nothing to do with it does not wait. */
@Tag("slow")
class AuditedTogetherTest {

    @TempDir
    Path folder;
    private Registry real;
    private FlakyRegistry registry;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        real = TestNode.registry(folder);
        registry = new FlakyRegistry(real);
        node = TestNode.on(registry, Duration.ofSeconds(30));
        node.awaitReady();
        node.withOrders();
    }

    @AfterEach
    void stop() {
        registry.onCommit(_ -> Optional.empty());
        node.close();
    }

    private static Resource service(String name) {
        return Resource.of(name, ServiceSpec.of(List.of(name + ".test"), "core"));
    }

    /** A registry that takes its time for an operator's write, behind which more wait than are under way at once. */
    @Test
    void workloadsRegisterWhileOperatorsQueueForTheChain() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        registry.onCommit(transaction -> {
            if (transaction.operations().getLast().key().equals(RegistryKeys.AUDIT_HEAD)) {
                awaited(answer);
            }
            return Optional.empty();
        });
        List<Thread> operators = new ArrayList<>();
        for (int i = 0; i < Commits.AT_ONCE + 8; i++) {
            Resource service = service("queued-" + i);
            operators.add(Thread.ofPlatform().daemon().start(() -> node.apply(service)));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> operators.stream()
                .allMatch(thread -> thread.getState() == Thread.State.WAITING
                        || thread.getState() == Thread.State.TIMED_WAITING));
        Thread workload = Thread.ofPlatform().daemon()
                .start(() -> node.applied(TestNode.workload("orders", "w", 9000, WorkloadState.UP)));
        boolean registered = workload.join(Duration.ofSeconds(15));
        answer.countDown();
        for (Thread operator : operators) {
            operator.join(Duration.ofSeconds(20));
        }
        assertThat(registered).isTrue();
        Audit.fits(node.service());
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aWriteThatMeetsAnotherNodesRecordGoesOnFromIt() throws Exception {
        try (TestNode other = TestNode.named(real, "control-2", TestNode.QUICK, NodeObserver.NONE).sharing()) {
            other.awaitReady();
            AtomicBoolean once = new AtomicBoolean();
            registry.onCommit(transaction -> {
                if (transaction.operations().getFirst().key().endsWith("/pay") && !once.getAndSet(true)) {
                    other.applied(service("between"));
                }
                return Optional.empty();
            });
            node.applied(service("pay"));
            assertThat(Audit.entries(node.service()).stream().map(Audit::record).map(AuditRecord::node).toList())
                    .endsWith("control-2", "control-1");
            Audit.fits(node.service());
        }
    }

    @Test
    void manyWritersOfTwoNodesMakeOneChain() throws Exception {
        int each = 40;
        long before = Audit.head(node.service()).sequence();
        try (TestNode other = TestNode.named(real, "control-2", TestNode.QUICK, NodeObserver.NONE).sharing();
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            other.awaitReady();
            List<Callable<WriteResult>> calls = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                Resource one = service("one-" + i);
                Resource two = service("two-" + i);
                calls.add(() -> node.apply(one));
                calls.add(() -> other.apply(two));
            }
            for (Future<WriteResult> call : writers.invokeAll(calls)) {
                assertThat(call.get()).isInstanceOf(WriteResult.Applied.class);
            }
        }
        assertThat(Audit.head(node.service()).sequence()).isEqualTo(before + 2L * each);
        Audit.fits(node.service());
    }
}
