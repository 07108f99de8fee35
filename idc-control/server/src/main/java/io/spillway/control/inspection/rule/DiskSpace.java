package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.HostView;
import io.spillway.control.inspection.Inspected;

/** A data directory that cannot be written, or soon cannot. */
final class DiskSpace implements Rule {

    private static final Findings.Advice READ_ONLY = new Findings.Advice("disk-read-only",
            "An embedded registry takes no writes, and what must outlive a restart is lost",
            "See the mount and the owner of the directory");
    private static final Findings.Advice FULL = new Findings.Advice("disk-full",
            "When it is full an embedded registry takes no writes",
            "Make room");

    private static final long LEAST_BYTES = 256L << 20;
    private static final int LEAST_PART = 20;

    @Override
    public void inspect(Inspected idc, Findings findings) {
        HostView.Disk disk = idc.host().disk();
        if (disk == null) {
            return;
        }
        if (!disk.writable()) {
            findings.error(READ_ONLY, "dataDir " + disk.directory(), "cannot be written");
        } else if (disk.usable() < Math.min(LEAST_BYTES, disk.total() / LEAST_PART)) {
            findings.warning(FULL, "dataDir " + disk.directory(), (disk.usable() >> 20) + " MiB are left of "
                    + (disk.total() >> 20) + " MiB");
        }
    }
}
