// A small handbook, and questions to it that were written before search was run on them. Half of the
// questions use a word of their page; the other half put it differently, which is hard for search by words.

/** Page → markdown. */
export const pages: Readonly<Record<string, string>> = {
  "Working hours":
    "Core hours are from ten to three. Outside of them everybody plans their day freely. Overtime is written down and taken off within three months.\n\n## Part time\n\nRequests for part time are decided by the team lead within two weeks.",
  "Remote work":
    "You may work from home up to three days a week. Working from abroad needs approval, because tax and insurance differ.\n\n## Equipment\n\nThe company pays for a desk, a chair and a second screen, up to 600 euros.",
  Vacation:
    "Everybody has thirty days of vacation a year. Requests of more than a week are made a month ahead. Days that are left expire at the end of March.",
  "Sick leave":
    "Call in sick before ten in the morning. A doctor's note is needed from the fourth day on. Children's illness counts as special leave, ten days a year.",
  Travel:
    "Book trains four weeks ahead, second class. Flights are allowed when the train takes longer than six hours.\n\n## Hotels\n\nA hotel may cost 120 euros a night. Ask finance before you book a dearer one.",
  Expenses:
    "Hand in receipts within thirty days. Claims are paid back within two weeks. A photo of the receipt is enough; the original is not kept.",
  Payroll:
    "Salaries are paid on the twenty-fifth. The payslip is in the portal three days earlier. Tell payroll of a new bank account before the tenth.",
  Onboarding:
    "New colleagues get a buddy for the first month. Accounts and laptop are ready on the first day. After two weeks there is a talk about what is missing.",
  Security:
    "Lock your screen whenever you leave the desk. Passwords stand in the password manager and nowhere else. Report a lost device to security at once, at any hour.",
  Incidents:
    "The person who notices an outage opens an incident in the chat. One person leads, another writes down what happens. Within three days a review is written, without blame.",
  Deployments:
    "Every merge to main is deployed to staging. Production follows after the tests have passed and one colleague has approved. No releases on Friday after noon.\n\n## Rollback\n\nA bad release is rolled back with one command; data migrations are made so that the old version still works.",
  "Code review":
    "Reviews are answered within one working day. Small changes are preferred: under 400 lines. The author merges, not the reviewer.",
  Backups:
    "The database is backed up every hour, and copies are kept for thirty-five days. A restore is rehearsed each quarter. Customers can have a single record restored within a day.",
  Support:
    "Tickets are answered within four hours on working days. Urgent ones go to the person on call. Refunds up to 50 euros need no approval.",
  "On call":
    "The rota changes on Mondays. The person on call has a laptop and network within fifteen minutes. A night call is made up for by a free morning.",
  Invoices:
    "Invoices go out on the first of the month. Payment is due within fourteen days. The second reminder carries a fee of five euros.",
  Contracts:
    "Only directors sign contracts. Legal reads everything above 10,000 euros. Signed copies are kept in the archive for ten years.",
  "Data protection":
    "Personal data is deleted when its purpose is over. Requests for a copy of one's data are answered within a month. New processors need an agreement before any data is sent.",
  Kitchen:
    "The kitchen is cleaned by a different team each week. Milk and coffee are ordered on Thursdays. Label your food with your name and the date.",
  "Meeting rooms":
    "Rooms are booked in the calendar. A booking that nobody claims within ten minutes is released. The large room has a camera for hybrid meetings.",
  Training:
    "Everybody has 1,500 euros and five days a year for courses and conferences. Language classes are paid for in full.",
  Hiring:
    "Each candidate has two interviews and a paid trial day. The decision is made within a week and is unanimous. Referrals are rewarded with 1,000 euros.",
  Feedback:
    "Goals are agreed on twice a year. Feedback is given in the same week, in person. Pay rises are decided in November.",
  "Leaving the company":
    "Notice is three months to the end of a quarter. Devices are handed in on the last day. Accounts are closed the evening before.",
};

/** Question → page. */
export const withItsWords: Readonly<Record<string, string>> = {
  "When are core hours?": "Working hours",
  "How many days of vacation do we have?": "Vacation",
  "When is a doctor's note needed?": "Sick leave",
  "What may a hotel cost?": "Travel",
  "How soon are claims paid back?": "Expenses",
  "When is the payslip in the portal?": "Payroll",
  "Who gets a buddy?": "Onboarding",
  "Where are passwords kept?": "Security",
  "Who leads an incident?": "Incidents",
  "How is a release rolled back?": "Deployments",
  "How fast are reviews answered?": "Code review",
  "How often is the database backed up?": "Backups",
  "Which refunds need no approval?": "Support",
  "When is payment of an invoice due?": "Invoices",
  "Who signs contracts?": "Contracts",
  "How are meeting rooms booked?": "Meeting rooms",
  "When do left days of vacation expire?": "Vacation",
  "How many lines may a small change have?": "Code review",
  "Who decides on requests for part time?": "Working hours",
  "How long are copies of the backups kept?": "Backups",
  "What is paid in full for language classes?": "Training",
  "How many interviews does a candidate have?": "Hiring",
  "When are pay rises decided?": "Feedback",
  "When are devices handed in?": "Leaving the company",
};

export const inOtherWords: Readonly<Record<string, string>> = {
  "May I stay at my place and log in from there?": "Remote work",
  "My child has a fever, what now?": "Sick leave",
  "My phone was stolen, whom do I tell?": "Security",
  "The site is down, what do I do first?": "Incidents",
  "Can we ship something on a Friday evening?": "Deployments",
  "A customer wiped a record by mistake, can we get it back?": "Backups",
  "What happens when a client pays too late?": "Invoices",
  "I want to quit, how long must I stay?": "Leaving the company",
  "Does the company pay for learning Spanish?": "Training",
  "What do I get for recommending a friend?": "Hiring",
  "When can I ask for more money?": "Feedback",
  "Somebody wants to know what we store about them": "Data protection",
  "I was woken up at three in the morning by an alarm": "On call",
  "Who refills the coffee?": "Kitchen",
  "My bank has changed, whom should I tell?": "Payroll",
  "Can I take a plane to the fair?": "Travel",
};
