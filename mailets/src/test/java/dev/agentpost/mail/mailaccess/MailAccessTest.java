package dev.agentpost.mail.mailaccess;

import static dev.agentpost.mail.mailaccess.AccessDecision.PROCEED;
import static dev.agentpost.mail.mailaccess.AccessDecision.PROCEED_KEEPING_PROTECTED_FLAGS;
import static dev.agentpost.mail.mailaccess.AccessDecision.PROCEED_WITHOUT_WRITING;
import static dev.agentpost.mail.mailaccess.AccessDecision.REFUSE_READ_ONLY;
import static dev.agentpost.mail.mailaccess.AccessDecision.REFUSE_SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The paragraph "Keys without messages:write" of section 2, and EXAMINE. */
class MailAccessTest {
    private static final MailAccess WRITER = new MailAccess(true, false);
    private static final MailAccess READER = new MailAccess(false, false);
    private static final MailAccess EXAMINING_WRITER = new MailAccess(true, true);
    private static final MailAccess EXAMINING_READER = new MailAccess(false, true);

    @ParameterizedTest
    @EnumSource(CommandClass.class)
    void everyCommandShouldProceedWithMessagesWrite(CommandClass command) {
        assertThat(WRITER.decide(command)).isEqualTo(PROCEED);
    }

    @ParameterizedTest
    @CsvSource({
        "SESSION, PROCEED",
        "READ, PROCEED",
        "FETCH, PROCEED",
        "STORE, PROCEED",
        "SUBSCRIBE, PROCEED",
        "UNSELECT, PROCEED",
        "CLOSE, PROCEED_WITHOUT_WRITING",
        "EXPUNGE, REFUSE_SCOPE",
        "MOVE, REFUSE_SCOPE",
        "COPY, REFUSE_SCOPE",
        "APPEND, REFUSE_SCOPE",
        "FOLDER, REFUSE_SCOPE",
        "SET_METADATA, REFUSE_SCOPE"
    })
    void commandsWithoutMessagesWrite(CommandClass command, AccessDecision decision) {
        assertThat(READER.decide(command)).isEqualTo(decision);
    }

    @ParameterizedTest
    @CsvSource({
        "SESSION, PROCEED",
        "READ, PROCEED",
        "FETCH, PROCEED_WITHOUT_WRITING",
        "STORE, REFUSE_READ_ONLY",
        "SUBSCRIBE, PROCEED",
        "UNSELECT, PROCEED",
        "CLOSE, PROCEED_WITHOUT_WRITING",
        "EXPUNGE, REFUSE_READ_ONLY",
        "MOVE, REFUSE_READ_ONLY",
        "COPY, PROCEED",
        "APPEND, PROCEED",
        "FOLDER, PROCEED",
        "SET_METADATA, PROCEED"
    })
    void commandsInAnExaminedMailboxWithMessagesWrite(CommandClass command, AccessDecision decision) {
        assertThat(EXAMINING_WRITER.decide(command)).isEqualTo(decision);
    }

    @ParameterizedTest
    @CsvSource({
        "FETCH, PROCEED_WITHOUT_WRITING",
        "STORE, REFUSE_READ_ONLY",
        "CLOSE, PROCEED_WITHOUT_WRITING",
        "EXPUNGE, REFUSE_SCOPE",
        "COPY, REFUSE_SCOPE"
    })
    void commandsInAnExaminedMailboxWithoutMessagesWrite(CommandClass command, AccessDecision decision) {
        assertThat(EXAMINING_READER.decide(command)).isEqualTo(decision);
    }

    @ParameterizedTest
    @CsvSource({
        "ADD, false, false, PROCEED",
        "ADD, false, true, PROCEED",
        "ADD, true, false, REFUSE_SCOPE",
        "REMOVE, false, false, PROCEED",
        "REMOVE, true, false, REFUSE_SCOPE",
        "REPLACE, false, false, PROCEED_KEEPING_PROTECTED_FLAGS",
        "REPLACE, true, false, REFUSE_SCOPE",
        "REPLACE, false, true, REFUSE_SCOPE"
    })
    void storeWithoutMessagesWrite(
            FlagChange.Mode mode, boolean namesProtectedFlag, boolean conditional, AccessDecision decision) {
        FlagChange change = new FlagChange(mode, namesProtectedFlag, conditional);

        assertThat(READER.decideStore(change)).isEqualTo(decision);
    }

    @ParameterizedTest
    @EnumSource(FlagChange.Mode.class)
    void storeOfAnyFlagShouldProceedWithMessagesWrite(FlagChange.Mode mode) {
        assertThat(WRITER.decideStore(new FlagChange(mode, true, true))).isEqualTo(PROCEED);
    }

    @ParameterizedTest
    @EnumSource(FlagChange.Mode.class)
    void storeShouldBeRefusedInAnExaminedMailbox(FlagChange.Mode mode) {
        FlagChange change = new FlagChange(mode, false, false);

        assertThat(EXAMINING_WRITER.decideStore(change)).isEqualTo(REFUSE_READ_ONLY);
        assertThat(EXAMINING_READER.decideStore(change)).isEqualTo(REFUSE_READ_ONLY);
    }

    @Test
    void refusalForScopeShouldNameIt() {
        assertThat(REFUSE_SCOPE.codeAndText()).isEqualTo("[NOPERM] API key lacks scope messages:write");
    }

    @Test
    void onlyRefusalsShouldRefuse() {
        assertThat(PROCEED.refuses()).isFalse();
        assertThat(PROCEED_WITHOUT_WRITING.refuses()).isFalse();
        assertThat(PROCEED_KEEPING_PROTECTED_FLAGS.refuses()).isFalse();
        assertThat(REFUSE_SCOPE.refuses()).isTrue();
        assertThat(REFUSE_READ_ONLY.refuses()).isTrue();
    }
}
