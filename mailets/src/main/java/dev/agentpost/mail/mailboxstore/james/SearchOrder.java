package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.Envelope;
import dev.agentpost.mail.mailboxstore.search.FoundMessage;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.james.mailbox.model.SearchQuery.Sort;
import org.apache.james.mailbox.model.SearchQuery.Sort.SortClause;
import org.apache.james.mailbox.store.search.SearchUtil;

/** The order that a query asks for (RFC 5256), the same as James's own comparators make of it. */
final class SearchOrder {
    private static final Set<SortClause> OF_ENVELOPES = EnumSet.of(
            SortClause.MailboxCc,
            SortClause.MailboxFrom,
            SortClause.MailboxTo,
            SortClause.BaseSubject,
            SortClause.SentDate);

    private SearchOrder() {}

    static boolean needsEnvelopes(List<Sort> sorts) {
        return sorts.stream().map(Sort::getSortClause).anyMatch(OF_ENVELOPES::contains);
    }

    static Comparator<FoundMessage> of(List<Sort> sorts) {
        return sorts.stream()
                .map(sort -> sort.isReverse() ? by(sort.getSortClause()).reversed() : by(sort.getSortClause()))
                .reduce(Comparator::thenComparing)
                .orElseGet(() -> by(SortClause.Uid));
    }

    private static Comparator<FoundMessage> by(SortClause clause) {
        return switch (clause) {
            case Uid -> Comparator.comparing(message -> message.row().uid());
            case Id -> Comparator.comparing(message -> message.row().contentId().toString());
            case Size -> Comparator.comparing(message -> message.row().sizeBytes());
            case Arrival -> Comparator.comparing(message -> message.row().internalDate());
            case SentDate ->
                Comparator.comparing(message -> message.envelope()
                        .flatMap(Envelope::sentDate)
                        .orElse(message.row().internalDate()));
            case BaseSubject -> byText(Envelope::subject, SearchUtil::getBaseSubject);
            case MailboxFrom -> byText(Envelope::from, SearchUtil::getMailboxAddress);
            case MailboxTo -> byText(Envelope::to, SearchUtil::getMailboxAddress);
            case MailboxCc -> byText(Envelope::cc, SearchUtil::getMailboxAddress);
        };
    }

    private static Comparator<FoundMessage> byText(
            Function<Envelope, List<String>> field, Function<String, String> key) {
        return Comparator.comparing(
                message -> message.envelope()
                        .flatMap(envelope -> field.apply(envelope).stream().findFirst())
                        .map(key)
                        .orElse(""),
                String.CASE_INSENSITIVE_ORDER);
    }
}
