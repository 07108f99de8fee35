package io.spillway.drill.fleet;

/** Which registry each IDC of a fleet has. */
public enum RegistryChoice {
    /** In the control process, on its disk. */
    EMBEDDED,
    /** One etcd process per IDC. */
    ETCD
}
