package dev.agentpost.mail.mailboxstore.james;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The tests of James's which say of a store what ours does otherwise, by intent. */
final class NotForOurStore implements ExecutionCondition {
    private static final Map<String, String> REASONS = new HashMap<>();

    private static final String SET_IN_MAILBOXES =
            "MessageIdManager.setInMailboxes is JMAP's, which is not offered: it wants a UID before the write that gives it";

    static {
        notFor(
                "\\Recent is not a client's to change (RFC 3501 section 2.3.2): it comes with a new message and goes with"
                        + " a SELECT; MapperContracts has tests with new messages",
                "findRecentUidsInMailboxShouldReturnListOfMessagesHoldingFlagsRecent",
                "deleteShouldUpdateRecentWhenNeeded",
                "deleteShouldNotUpdateRecentWhenNotNeeded",
                "resetRecentsShouldReturnUpdatedFlags",
                "resetRecentsShouldRemoveAllRecentFlags",
                "setFlagsShouldReturnUpdatedFlagsWhenReplaceMode");
        notFor(
                "\\Recent stands with the mailbox, not with a message that is found: see findRecentMessageUidsInMailbox",
                "copiedMessageShouldBeMarkedAsRecent",
                "copiedRecentMessageShouldBeMarkedAsRecent",
                "setFlagsShouldUpdateMessageFlagsWhenRemoveMode");
        notFor(
                "a copy is \\Recent in its mailbox (RFC 3501 section 6.4.7)",
                "setFlagsShouldReturnUpdatedFlagsWhenMessageIsInTwoMailboxes");
        notFor(
                "a modification sequence is never 0 (RFC 7162 section 3.1.1)",
                "getHighestMoseqShouldBeEqualToZeroOnEmptyMailbox");
        notFor(
                "what a header says is read from the header, not stored beside it, where these tests store something else",
                "mediaTypeShouldBeWellStored",
                "subTypeShouldBeWellStored",
                "textualLineCountShouldBeWellStored",
                "messagePropertiesShouldBeStored",
                "messagePropertiesShouldBeStoredWhenDuplicateEntries",
                "messagePropertiesShouldBeStoredWhenNoProperty");
        notFor(
                "what an inbox stores is read from its folders: nothing announces it",
                "addingMessageShouldFireQuotaUpdateEvent");
        notForWhereOneMessageIsInManyMailboxes();
        notForSharing();
        notForCounters();
        notForSearches();
        notFor(
                "an id names one message that was stored once; its copies are made by a COPY, and these tests store it"
                        + " twice",
                "setFlagsShouldUpdateTwoMessagesInTheSameMailboxWithTheSameMessageId",
                "setFlagsShouldReturnAllUp");
    }

    private static void notForWhereOneMessageIsInManyMailboxes() {
        notFor(
                SET_IN_MAILBOXES,
                "deleteMessageShouldRemoveMessageOnlyFromMailbox",
                "deleteAllShouldRemoveMessageFromAllMailbox",
                "setFlagsShouldChangeFlagsInAllMailboxes",
                "setFlagsShouldNotDispatchWhenMessageAlreadyInMailbox",
                "setFlagsShouldDispatchWhenMessageBelongsToAllMailboxes");
    }

    private static void notForSharing() {
        notFor(
                "a folder is its owner's alone: nobody gives rights to another",
                "getMessagesShouldReturnMessagesWhenReadDelegated",
                "getMessagesShouldNotReturnMessagesWhenNotReadDelegated",
                "setFlagsShouldUpdateFlagsWhenWriteDelegated",
                "setFlagsShouldNotUpdateFlagsWhenNotWriteDelegated",
                "deleteShouldRemoveMessagesFromSharedMailboxWhenAllowed",
                "deleteShouldNotRemoveMessagesFromSharedMailboxWhenNotAllowed",
                "accessibleMessagesShouldReturnMessagesWhenReadDelegated",
                "accessibleMessagesShouldNotReturnMessagesWhenNotReadDelegated");
    }

    private static void notForCounters() {
        notFor(
                "what an inbox stores is read from its folders: there is no counter that could be changed",
                "increaseShouldWork",
                "decreaseShouldWork",
                "decreaseShouldNotFailWhenItLeadsToNegativeValues",
                "setCurrentQuotasShouldReInitQuotasWhenNothing",
                "setCurrentQuotasShouldReInitQuotasWhenData",
                "setCurrentQuotasShouldBeIdempotent",
                "setCurrentQuotasShouldTolerateNegativeValues");
    }

    private static void notForSearches() {
        notFor(
                "\\Recent is of a session (RFC 3501 section 2.3.2), whose messages come with the query; here are none",
                "flagIsSetShouldReturnUidOfMessageMarkedAsRecentWhenUsedWithFlagRecent",
                "flagIsUnSetShouldReturnUidOfMessageNotMarkedAsRecentWhenUsedWithFlagRecent");
        notFor(
                "an empty folder has the modification sequence 1, its first message 2, where these tests have 1",
                "modSeqEqualsShouldReturnUidsOfMessageHavingAGivenModSeq",
                "modSeqGreaterThanShouldReturnUidsOfMessageHavingAGreaterModSeq",
                "modSeqLessThanShouldReturnUidsOfMessageHavingAGreaterModSeq",
                "youShouldBeAbleToSpecifySeveralCriterionOnASingleQuery",
                "andShouldReturnResultsMatchingBothRequests",
                "orShouldReturnResultsMatchinganyRequests");
        notFor(
                "addresses are sorted by what is before the @, a missing one first (RFC 5256 section 3)",
                "sortOnCcShouldWork",
                "sortOnFromShouldWork");
        notFor(
                "a text is found where it stands in full, not where its words do (RFC 3501 section 6.4.4)",
                "bodyContainsShouldReturnUidOfMessageContainingTheApproximativeText",
                "mailsContainsShouldIncludeMailHavingAttachmentsMatchingTheRequest");
        notFor(
                "attachments are JMAP's, which is not offered",
                "hasAttachmentShouldOnlyReturnMessageThatHasAttachmentWhichAreNotInline",
                "hasNoAttachmenShouldOnlyReturnMessageThatHasNoAttachmentWhichAreNotInline");
        notFor(
                "dates are those of the field Date (RFC 3501 section 6.4.4); these tests ask for a field sentDate",
                "headerDateBeforeShouldWork",
                "headerDateAfterShouldWork",
                "headerDateOnShouldWork");
        notFor(
                "threads are JMAP's, which is not offered: each message is one of its own",
                "givenAMailInAThreadThenGetThreadShouldReturnAListWithOnlyOneMessageIdInThatThread",
                "givenThreeMailsInAThreadThenGetThreadShouldReturnAListWithThreeMessageIdsInThatThread");
        notFor("no UIDs are no messages", "uidShouldreturnEveryThing");
        notFor("whether a session may read a mailbox is asked before", "searchShouldThrowWhenSessionIsNull");
    }

    private static void notFor(String reason, String... tests) {
        List.of(tests).forEach(test -> REASONS.put(test, reason));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getTestMethod()
                .flatMap(method -> reason(method.getName()))
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("applies"));
    }

    private static Optional<String> reason(String test) {
        return test.contains("SetInMailbox") || test.startsWith("setInMailbox")
                ? Optional.of(SET_IN_MAILBOXES)
                : Optional.ofNullable(REASONS.get(test));
    }
}
