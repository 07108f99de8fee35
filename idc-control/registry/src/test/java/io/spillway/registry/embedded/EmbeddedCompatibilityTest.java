package io.spillway.registry.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;

import io.spillway.model.time.Ticker;
import io.spillway.registry.Registry;
import io.spillway.registry.kit.RegistryCompatibilityKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EmbeddedCompatibilityTest extends RegistryCompatibilityKit {

    @TempDir
    Path directory;

    private EmbeddedRegistry registry;

    @BeforeEach
    void open() {
        registry = EmbeddedRegistry.open(EmbeddedSettings.of(directory, "kit"), InstantSource.system(), Ticker.system(),
                new Random(1));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Override
    protected Registry registry() {
        return registry;
    }
}
