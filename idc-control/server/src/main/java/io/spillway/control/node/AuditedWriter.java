package io.spillway.control.node;

import io.spillway.control.audit.AuditLog;
import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.WriteResult;
import io.spillway.wire.audit.AuditRecord.Deed;
import org.jspecify.annotations.Nullable;

/**
 * Writes, and tells the audit of those that are refused. What is done is in the audit by its own transaction ({@link Commits}).
 * Safe for use by any thread; blocks.
 */
record AuditedWriter(Writer writer, AuditLog audit) {

    WriteResult apply(ApplyRequest request) {
        WriteResult result = writer.apply(request);
        tell(Deeds.refused(request, result));
        return result;
    }

    WriteResult delete(DeleteRequest request) {
        WriteResult result = writer.delete(request);
        tell(Deeds.refused(request, result));
        return result;
    }

    private void tell(@Nullable Deed refused) {
        if (refused != null) {
            audit.refused(refused);
        }
    }
}
