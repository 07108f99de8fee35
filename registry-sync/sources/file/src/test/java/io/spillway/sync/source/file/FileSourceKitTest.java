package io.spillway.sync.source.file;

import java.nio.file.Path;
import java.time.Duration;

import io.spillway.sync.kit.SourceKit;
import org.junit.jupiter.api.io.TempDir;

/** A folder is a source. */
class FileSourceKitTest extends SourceKit {

    @TempDir
    Path temporary;

    @Override
    protected Place place() throws Exception {
        return new Folder(temporary.resolve("workloads"));
    }

    @Override
    protected Duration settling() {
        // Until the folder is looked at, until the file has settled, and until what is gone from it is believed gone.
        return Duration.ofSeconds(5).plus(Folder.SETTLE.multipliedBy(3));
    }
}
