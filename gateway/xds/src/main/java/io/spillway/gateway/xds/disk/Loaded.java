package io.spillway.gateway.xds.disk;

import java.nio.file.Path;
import java.util.List;

/** What the disk had to offer at the start. */
public sealed interface Loaded {

    /** This file is served; {@code proven} says that it had served for long before. */
    record Usable(Path file, StoredWorld world, boolean proven) implements Loaded {}

    /** There is no file: this is a first start. */
    record Nothing() implements Loaded {}

    /** There are files and none can be used. They were left as they are. */
    record AllBad(List<BadFile> files) implements Loaded {

        /** Keeps its own copy of the files. */
        public AllBad {
            files = List.copyOf(files);
        }
    }
}
