package io.spillway.it.exchange;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** idc-a and idc-b, which know each other; a test says who hears whom. */
abstract class TwoIdcs {

    @TempDir
    Path folder;
    Side a;
    Side b;

    @BeforeEach
    void startBoth() throws Exception {
        a = new Side("idc-a", "idc-b", folder);
        b = new Side("idc-b", "idc-a", folder);
    }

    @AfterEach
    void stopBoth() {
        b.close();
        a.close();
    }
}
