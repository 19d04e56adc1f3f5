package dev.agentpost.mail;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Features know no technology: {@code dev.agentpost.mail.<feature>} is the feature, {@code
 * dev.agentpost.mail.<feature>.<technology>} an adapter, which imports the feature and never the other way round.
 * {@code server} puts everything together and is the only one to see Guice. {@code cli} and {@code cassandra} are not
 * features: the one is a program of its own, the other what the Cassandra adapters have in common.
 */
@AnalyzeClasses(packages = ImportRulesTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {
    static final String ROOT = "dev.agentpost.mail";

    private static final DescribedPredicate<JavaClass> FEATURES = resideInAnyPackage(ROOT + ".*")
            .and(not(resideInAnyPackage(ROOT + ".server", ROOT + ".cli", ROOT + ".cassandra")))
            .as("features");

    @ArchTest
    static final ArchRule FEATURES_KNOW_NO_DATABASE = noClasses()
            .that(FEATURES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.datastax..", "org.apache.james.backends.cassandra..", ROOT + ".cassandra..");

    @ArchTest
    static final ArchRule FEATURES_KNOW_NO_PROTOCOL = noClasses()
            .that(FEATURES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.james.protocols..",
                    "org.apache.james.imap..",
                    "org.apache.james.imapserver..",
                    "org.apache.james.smtpserver..",
                    "io.netty..");

    @ArchTest
    static final ArchRule FEATURES_KNOW_NO_HTTP = noClasses()
            .that(FEATURES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("spark..", "org.apache.james.webadmin..");

    @ArchTest
    static final ArchRule FEATURES_DO_NOT_KNOW_THEIR_ADAPTERS =
            noClasses().that(FEATURES).should().dependOnClassesThat().resideInAnyPackage(ROOT + ".*.*..");

    @ArchTest
    static final ArchRule ONLY_SERVER_SEES_GUICE = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.inject..");

    @ArchTest
    static final ArchRule NOBODY_SEES_THE_SERVER = classes()
            .that()
            .resideInAPackage(ROOT + ".server..")
            .should()
            .onlyBeAccessed()
            .byAnyPackage(ROOT + ".server..", ROOT + ".cli..");

    @ArchTest
    static final ArchRule PROTOCOL_ADAPTERS_KNOW_NO_STORE = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + ".*.smtp..",
                    ROOT + ".*.imap..",
                    ROOT + ".*.http..",
                    ROOT + ".*.webadmin..",
                    ROOT + ".*.mailet..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.datastax..", ROOT + ".cassandra..", ROOT + ".*.cassandra..", ROOT + ".*.memory..");

    @ArchTest
    static final ArchRule PROTOCOL_ADAPTERS_DO_NOT_KNOW_EACH_OTHER = SlicesRuleDefinition.slices()
            .assignedFrom(new ProtocolSlices())
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule MEMORY_STORES_KNOW_NO_DATABASE = noClasses()
            .that()
            .resideInAPackage(ROOT + ".*.memory..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.datastax..", "org.apache.james.backends.cassandra..", ROOT + ".cassandra..");

    @ArchTest
    static final ArchRule FEATURES_DO_NOT_GO_ROUND_IN_CIRCLES =
            SlicesRuleDefinition.slices().matching(ROOT + ".(*)").should().beFreeOfCycles();

    /** One slice of all the adapters of a protocol, whatever their feature. */
    private static final class ProtocolSlices implements SliceAssignment {
        private static final Pattern ADAPTER =
                Pattern.compile(Pattern.quote(ROOT) + "\\.\\w+\\.(smtp|imap|http|webadmin|mailet)(\\..*)?");

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            Matcher matcher = ADAPTER.matcher(javaClass.getPackageName());
            return matcher.matches() ? SliceIdentifier.of(matcher.group(1)) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "protocols";
        }
    }
}
