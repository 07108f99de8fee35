package io.spillway.gateway.proxy.harness;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static java.util.Objects.requireNonNull;

/** Gives each test an authority and a folder of certificates of its own. */
public abstract class TlsWorldPerTest {
    private @Nullable TlsWorld world;

    @BeforeEach
    void makeWorld(@TempDir Path folder) {
        world = new TlsWorld(folder);
    }

    @AfterEach
    void endWorld() {
        world().close();
    }

    protected final TlsWorld world() {
        return requireNonNull(world, "world");
    }
}
