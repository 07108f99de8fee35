package io.spillway.model.resource;

/**
 * A deployment cluster inside an IDC.
 *
 * @param idc name of the IDC
 */
public record ClusterSpec(String idc, ClusterRole role) implements Spec {

    @Override
    public Kind kind() {
        return Kind.CLUSTER;
    }
}
