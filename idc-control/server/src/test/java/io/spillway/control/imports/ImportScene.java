package io.spillway.control.imports;

import java.nio.file.Path;

import io.spillway.control.node.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A control node of idc-a with the usual resources, and the registry-sync that tells it of idc-b. */
abstract class ImportScene {

    @TempDir
    Path folder;
    TestNode node;
    SyncClient sync;

    @BeforeEach
    void startNodeAndSync() throws Exception {
        node = TestNode.start(folder).withOrders();
        sync = new SyncClient(node);
    }

    @AfterEach
    void stopNodeAndSync() {
        sync.close();
        node.close();
    }
}
