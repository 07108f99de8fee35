package io.spillway.wire.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.Spec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The reference for users says what the code does. */
class ResourceReferenceTest {

    private static final Path REFERENCE = Path.of(System.getProperty("spillway.root", "../.."),
            "idc-control/model/docs/resources.md");
    private static final Set<Kind> KEPT_AS_WRITTEN = EnumSet.of(Kind.DRILL);

    @Test
    void everyExampleIsValidAndEveryKindHasOne() throws IOException {
        Set<Kind> seen = EnumSet.copyOf(KEPT_AS_WRITTEN);
        for (Resource resource : examples()) {
            seen.add(resource.kind());
        }
        assertThat(seen).isEqualTo(EnumSet.allOf(Kind.class));
    }

    @Test
    void everyKeyIsInItsExample() throws IOException {
        List<Resource> examples = examples();
        for (Kind kind : EnumSet.complementOf(EnumSet.copyOf(KEPT_AS_WRITTEN))) {
            List<String> shown = new ArrayList<>();
            examples.stream().filter(example -> example.kind() == kind)
                    .forEach(example -> shown.addAll(keysInText(example)));
            assertThat(shown).as(kind.kindName()).containsAll(knownKeys(kind));
        }
    }

    @Test
    void theDefaultsOfThePolicyAreThoseOfTheExample() throws IOException {
        ServiceSpec orders = (ServiceSpec) examples().stream().filter(example -> example.kind() == Kind.SERVICE)
                .findFirst().orElseThrow().spec();
        ServicePolicy shown = orders.policy();
        ServicePolicy defaults = ServicePolicy.DEFAULTS;
        assertThat(shown.outlierDetection()).isEqualTo(defaults.outlierDetection());
        assertThat(shown.circuitBreakers()).isEqualTo(defaults.circuitBreakers());
        assertThat(shown.retryBudget()).isEqualTo(defaults.retryBudget());
        assertThat(shown.retries().on()).isEqualTo(defaults.retries().on());
        assertThat(shown.retries().limit()).isEqualTo(defaults.retries().limit());
        assertThat(shown.timeout()).isEqualTo(defaults.timeout());
        assertThat(shown.panicThreshold()).isEqualTo(defaults.panicThreshold());
        assertThat(orders.exportTo()).isEqualTo(ServiceSpec.EXPORT_TO_ALL);
    }

    private static List<Resource> examples() throws IOException {
        List<Resource> resources = new ArrayList<>();
        for (String text : exampleTexts()) {
            assertThat(ResourceDocuments.parse(text)).as(text).isInstanceOf(Decoded.Valid.class);
            if (ResourceDocuments.parse(text) instanceof Decoded.Valid<List<Resource>>(List<Resource> read)) {
                resources.addAll(read);
            }
        }
        return resources;
    }

    private static List<String> exampleTexts() throws IOException {
        List<String> texts = new ArrayList<>();
        Matcher blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(REFERENCE));
        while (blocks.find()) {
            texts.add(blocks.group(1));
        }
        return texts;
    }

    private static Set<String> keysInText(Resource resource) {
        try {
            for (String text : exampleTexts()) {
                if (Documents.parse(text) instanceof Decoded.Valid<List<Tree>>(List<Tree> trees)
                        && ResourceDocuments.read(trees.getFirst()) instanceof Decoded.Valid<Resource>(Resource read)
                        && read.equals(resource) && trees.getFirst() instanceof Tree.Mapping document
                        && document.get("spec") instanceof Tree.Mapping spec) {
                    return spec.fields().keySet();
                }
            }
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
        throw new AssertionError("no example of " + resource.title());
    }

    /** Asks the reader itself: an unknown key is answered with those that are known. */
    private static List<String> knownKeys(Kind kind) {
        Tree wrong = Tree.mapping(Map.of("zzzzzzzzzzzz", Tree.number(1)));
        if (Decoder.decode(wrong,
                spec -> SpecDocuments.read(kind, spec)) instanceof Decoded.Invalid<Spec>(List<Violation> violations)) {
            String expected = violations.getLast().expected();
            assertThat(expected).startsWith("one of ");
            return List.of(expected.substring("one of ".length()).split(", "));
        }
        throw new AssertionError(kind + " takes any key");
    }
}
