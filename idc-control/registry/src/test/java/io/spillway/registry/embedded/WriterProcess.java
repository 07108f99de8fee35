package io.spillway.registry.embedded;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Transaction;

/** A process that writes until it is killed, and prints every revision after it was acknowledged. */
final class WriterProcess {

    private WriterProcess() {}

    public static void main(String[] args) {
        EmbeddedRegistry registry = EmbeddedRegistry.open(EmbeddedSettings.of(Path.of(args[0]), "writer"),
                InstantSource.system(), Ticker.system(), new Random());
        for (int i = 0;; i++) {
            byte[] value = ByteBuffer.allocate(2_000).putInt(i).array();
            CommitResult result = registry.commit(new Transaction(List.of(),
                    List.of(Operation.put("/last", value), Operation.put("/slot/" + i % 50, value))));
            if (result instanceof CommitResult.Committed committed) {
                System.out.println(committed.revision() + " " + i);
                System.out.flush();
            } else {
                throw new IllegalStateException(result.toString());
            }
        }
    }
}
