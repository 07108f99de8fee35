package io.spillway.wire.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Resource;
import io.spillway.model.validation.ResourceSet;
import io.spillway.model.validation.WriteValidation;
import io.spillway.model.validation.WriteVerdict;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is read as documents is judged with words, and what was taken is taken again. */
class WritesFuzzTest {

    private static final List<Resource> WORLD = resources("""
            apiVersion: spillway.io/v1
            kind: Idc
            metadata: {name: idc-a}
            spec: {region: r, gateways: ["127.0.0.1:7001"]}
            ---
            apiVersion: spillway.io/v1
            kind: Idc
            metadata: {name: idc-b}
            spec: {region: r, gateways: ["127.0.0.1:8001"]}
            ---
            apiVersion: spillway.io/v1
            kind: Cluster
            metadata: {name: a-primary}
            spec: {idc: idc-a, role: PRIMARY}
            ---
            apiVersion: spillway.io/v1
            kind: Cluster
            metadata: {name: b-primary}
            spec: {idc: idc-b, role: PRIMARY}
            ---
            apiVersion: spillway.io/v1
            kind: DrGroup
            metadata: {name: core}
            spec: {idcs: [idc-a, idc-b]}
            ---
            apiVersion: spillway.io/v1
            kind: Service
            metadata: {name: orders}
            spec: {hosts: [orders.example], drGroup: core}
            ---
            apiVersion: spillway.io/v1
            kind: WorkloadEntry
            metadata: {name: orders-1}
            spec: {service: orders, group: default, cluster: a-primary, address: 127.0.0.1, port: 9001}
            """);

    private static List<Resource> resources(String text) {
        return switch (ResourceDocuments.parse(text)) {
            case Decoded.Valid<List<Resource>>(List<Resource> read) -> read;
            case Decoded.Invalid<List<Resource>> invalid ->
                throw new IllegalArgumentException(invalid.violations().toString());
        };
    }

    @FuzzTest
    void writes(byte[] octets) {
        if (!(ResourceDocuments.parse(
                new String(octets,
                        StandardCharsets.UTF_8)) instanceof Decoded.Valid<List<Resource>>(List<Resource> asked))) {
            return;
        }
        switch (new WriteValidation(ResourceSet.of(WORLD), "idc-a").write(asked)) {
            case WriteVerdict.Invalid invalid -> assertThat(invalid.violations()).isNotEmpty()
                    .allSatisfy(violation -> assertThat(violation.message()).isNotBlank().contains("expected"));
            case WriteVerdict.Guarded guarded -> assertThat(guarded.detail()).isNotBlank();
            case WriteVerdict.Accepted _ -> stands(asked);
        }
    }

    private static void stands(List<Resource> taken) {
        List<Resource> all = new ArrayList<>(WORLD);
        all.addAll(taken);
        WriteValidation after = new WriteValidation(ResourceSet.of(all), "idc-a");
        assertThat(after.write(taken)).as("the same once more").isEqualTo(WriteVerdict.ACCEPTED);
        for (Resource resource : all) {
            assertThat(after.delete(resource.kind(), resource.name())).isNotNull();
        }
    }
}
