package io.spillway.it.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class HouseRulesTest {

    private static final String GENERATED = "io/spillway/wire/v1/";

    private static JavaClasses product;

    @BeforeAll
    static void importEveryModule() {
        product = new ClassFileImporter()
                .withImportOptions(List.of(new ImportOption.DoNotIncludeTests(),
                        location -> !location.contains(GENERATED)))
                .importPackages("io.spillway");
    }

    static Stream<HouseRule> rules() {
        return HouseRules.all().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holdsOverAllModules(HouseRule rule) {
        rule.rule().check(product);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isBrokenByItsOffender(HouseRule rule) throws ClassNotFoundException {
        Class<?>[] offenders = new Class<?>[rule.offenders().size()];
        for (int i = 0; i < offenders.length; i++) {
            offenders[i] = Class.forName(rule.offenders().get(i));
        }
        JavaClasses sample = new ClassFileImporter().importClasses(offenders);
        assertThat(rule.rule().evaluate(sample).hasViolation()).as(rule.name()).isTrue();
    }

    @Test
    void seesTheClassesOfEveryModule() throws Exception {
        Path root = Path.of(System.getProperty("spillway.root", "../.."));
        String modules = Files.readString(root.resolve("pom.xml"));
        for (MatchResult module : Pattern.compile("<module>(.+?)</module>").matcher(modules).results().toList()) {
            Path sources = root.resolve(module.group(1)).resolve("src/main/java");
            try (Stream<Path> files = Files.exists(sources) ? Files.walk(sources) : Stream.empty()) {
                List<String> packages = files.filter(file -> file.endsWith("package-info.java"))
                        .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
                        .toList();
                assertThat(packages).as(module.group(1))
                        .isSubsetOf(product.stream().map(JavaClass::getPackageName).toList());
            }
        }
    }
}
