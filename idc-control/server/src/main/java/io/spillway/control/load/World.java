package io.spillway.control.load;

import java.util.List;

/** What is served now; asked by the owner thread of the load reports, so it must not block. */
public interface World {

    /** Returns whether an xDS cluster is served. */
    boolean hasCluster(String name);

    /** Returns whether there is an IDC of that name. */
    boolean hasIdc(String name);

    /** Returns the names of all xDS clusters, in order. */
    List<String> clusters();
}
