package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.mailboxstore.james.MemoryMailboxes;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.inmemory.quota.InMemoryPerUserMaxQuotaManager;
import org.apache.james.mpt.api.Continuation;
import org.apache.james.mpt.api.HostSystem;
import org.apache.james.mpt.api.Session;
import org.apache.james.mpt.imapmailbox.suite.base.BasicImapCommands;
import org.apache.james.mpt.script.SimpleScriptedTestProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scripts that James publishes to test its own IMAP, run against this server. Where it answers otherwise on purpose,
 * {@link ScriptDifferences} says so and why.
 */
class JamesScriptsTest {
    private static final String FOLDER = "/org/apache/james/imap/scripts/";
    private static final String SUFFIX = ".test";

    /** What comes before a script, and the scripts that the classes of James's run so. */
    private enum Start {
        CONNECTED(List.of(
                "BadTag",
                "BogusCommand",
                "IllegalTag",
                "JustTag",
                "LoginThreeStrikes",
                "NoCommand",
                "SharedMailbox",
                "Welcome")) {
            @Override
            void prepare(SimpleScriptedTestProtocol protocol) {}
        },
        GREETED(List.of(
                "Authenticate",
                "AuthenticatePlain",
                "Capability",
                "Login",
                "Logout",
                "Noop",
                "ValidAuthenticated",
                "ValidSelected")) {
            @Override
            void prepare(SimpleScriptedTestProtocol protocol) {
                BasicImapCommands.welcome(protocol);
            }
        },
        LOGGED_IN(List.of(
                "Append",
                "AppendExamineInbox",
                "AppendExpunge",
                "AppendSelectInbox",
                "Capability",
                "ComplexMail",
                "ConcurrentAppendUIDToMSNMapping",
                "ConcurrentCrossExpunge",
                "ConcurrentDeleteSelected",
                "ConcurrentExistsResponse",
                "ConcurrentExpungeResponse",
                "ConcurrentExpungeUIDToMSNMapping",
                "ConcurrentFetchResponse",
                "ConcurrentRenameSelected",
                "ConcurrentRenameSelectedSub",
                "CondstoreDisable",
                "CondstoreEnable",
                "Create",
                "Delete",
                "ExamineEmpty",
                "Id",
                "InboxAddMessages",
                "InboxDeleteMessages",
                "ListMailboxes",
                "ListNamespace",
                "ListOnly",
                "ListPercentWildcard",
                "ListPlus",
                "ListSubscribed",
                "ListWithSharedMailbox",
                "Logout",
                "Noop",
                "PeekMultipartAlternative",
                "PeekMultipartMixed",
                "PeekMultipartMixedComplex",
                "Recent",
                "Rights",
                "SearchAtoms",
                "SearchCombinations",
                "SearchOptionAggregations",
                "SearchOptionSave",
                "SelectAppend",
                "SelectEmpty",
                "SelectInbox",
                "SelectUnseen",
                "SelectedStateSetup",
                "Status",
                "StringArgs",
                "Subscribe",
                "UidSearchAtoms",
                "UidSearchCombinations",
                "ValidNonAuthenticated",
                "XList")) {
            @Override
            void prepare(SimpleScriptedTestProtocol protocol) throws Exception {
                GREETED.prepare(protocol);
                BasicImapCommands.authenticate(protocol);
            }
        },
        IN_INBOX(List.of(
                "Append",
                "Capability",
                "Create",
                "Delete",
                "ExamineEmpty",
                "ListMailboxes",
                "ListNamespace",
                "ListSubscribed",
                "Noop",
                "SelectEmpty",
                "Status",
                "StringArgs",
                "Subscribe",
                "ValidNonAuthenticated")) {
            @Override
            void prepare(SimpleScriptedTestProtocol protocol) throws Exception {
                LOGGED_IN.prepare(protocol);
                BasicImapCommands.selectInbox(protocol);
            }
        },
        IN_FOLDER_OF_FOUR(List.of(
                "AppendToSelected",
                "BodyPartialFetch",
                "Check",
                "Copy",
                "CreateErrorWithLongName",
                "Expunge",
                "ExpungeBasics",
                "FetchBodyNoSection",
                "FetchEnvelope",
                "FetchHeaderFields",
                "FetchHeaderFieldsNot",
                "FetchInternalDate",
                "FetchMultipartAlternative",
                "FetchMultipartBodyStructure",
                "FetchMultipartMixed",
                "FetchMultipartMixedComplex",
                "FetchMultipleMessages",
                "FetchNILSaveDate",
                "FetchPeek",
                "FetchRFC822",
                "FetchRFC822Header",
                "FetchRFC822Mixed",
                "FetchRFC822Text",
                "FetchSaveDate",
                "FetchSimpleBodyStructure",
                "FetchSingleMessage",
                "FetchStructureComplex",
                "FetchStructureEmbedded",
                "FetchText",
                "HeaderPartialFetch",
                "Metadata",
                "MetadataWithBinaryData",
                "MetadataWithLimitation",
                "MimePartialFetch",
                "Move",
                "MoveNoMSG",
                "Namespace",
                "ObjectId",
                "Rename",
                "RenameHierarchy",
                "RenameSelected",
                "Replace",
                "Search",
                "SearchSaveDate",
                "SelectedStateCleanup",
                "Store",
                "TextPartialFetch",
                "Uid",
                "UserFlagsSupport")) {
            @Override
            void prepare(SimpleScriptedTestProtocol protocol) throws Exception {
                LOGGED_IN.prepare(protocol);
                BasicImapCommands.prepareMailbox(protocol);
            }
        },
        WITH_ROOM_FOR_SEVEN(List.of("Quota")) {
            @Override
            void prepare(SimpleScriptedTestProtocol protocol) throws Exception {
                IN_FOLDER_OF_FOUR.prepare(protocol);
                LIMITS.setGlobalMaxMessage(QuotaCountLimit.count(7));
            }
        };

        private final List<String> scripts;

        Start(List<String> scripts) {
            this.scripts = scripts;
        }

        abstract void prepare(SimpleScriptedTestProtocol protocol) throws Exception;
    }

    /** Scripts that have sharing for their subject or cannot say anything of this server. */
    private static final Map<String, String> NOT_RUN = Map.of(
            "NoTag", "an empty line is skipped, so there is no answer to read",
            "UidSearchAtomsIndexer", "UidSearchAtoms again, with 20 seconds of waiting for an index",
            "ListSpecialChar", "lists folders that no script makes",
            "ACLCommandsOnOtherUser", "no ACL",
            "ACLCommandsOnOwner", "no ACL");

    private static final InMemoryPerUserMaxQuotaManager LIMITS = new InMemoryPerUserMaxQuotaManager();

    @TempDir
    private static Path folder;

    private static TestImapServer server;
    private static int inboxes;

    @BeforeAll
    static void start() throws Exception {
        server = TestImapServer.start(folder, MemoryMailboxes.withSentOnce(LIMITS));
        LIMITS.setGlobalMaxStorage(QuotaSizeLimit.size(5L * 1024 * 1024 * 1024));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void makeRoom() {
        LIMITS.removeGlobalMaxMessage();
    }

    static Stream<Arguments> scripts() {
        return Stream.of(Start.values())
                .flatMap(start -> start.scripts.stream().map(script -> arguments(script, start)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scripts")
    void scriptShouldRunExceptForTheDifferences(String script, Start start) throws Exception {
        ScriptDifferences differences = new ScriptDifferences(script);
        SimpleScriptedTestProtocol protocol = new SimpleScriptedTestProtocol(FOLDER, host(differences));
        start.prepare(protocol);

        if (differences.end().isPresent()) {
            assertThatThrownBy(() -> protocol.run(script))
                    .hasMessageContaining(differences.end().get());
        } else {
            protocol.run(script);
        }
        assertThat(differences.missing()).isEmpty();
    }

    @Test
    void everyScriptShouldBeNamed() throws Exception {
        Set<String> named = Stream.concat(
                        Stream.of(Start.values()).flatMap(start -> start.scripts.stream()), NOT_RUN.keySet().stream())
                .collect(Collectors.toSet());

        assertThat(named).containsExactlyInAnyOrderElementsOf(scriptsOfJames());
    }

    private static Set<String> scriptsOfJames() throws Exception {
        URI uri = BasicImapCommands.class.getResource(FOLDER + "Welcome.test").toURI();
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of());
                Stream<Path> files = Files.list(jar.getPath(FOLDER))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .collect(Collectors.toSet());
        }
    }

    private HostSystem host(ScriptDifferences differences) throws Exception {
        inboxes++;
        InboxAddress address = new InboxAddress("imapuser", "s" + inboxes + ".localhost");
        server.accounts.inbox(server.accounts.acme.id(), address);
        return new Host(address, differences);
    }

    /** What a script connects to. */
    private record Host(InboxAddress inbox, ScriptDifferences differences) implements HostSystem {
        @Override
        public boolean addUser(Username user, String password) {
            return true;
        }

        @Override
        public Session newSession(Continuation continuation) {
            return new ScriptSession(server, inbox, differences, continuation);
        }

        @Override
        public void beforeTest() {}

        @Override
        public void afterTest() {}
    }
}
