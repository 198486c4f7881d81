"""What the walk knows: who is what to a matter, and who may see it."""
from walk.tables import CENTRE


class Model:
    def role(self, who):
        return {CENTRE: "command_centre"}.get(who) or (self.units[who]["kind"] if who in self.units else who)

    def sees(self, who, whistle):
        return who in self.wide or who in self.viewers[whistle]

    def parties(self, who, whistle):
        seen = self.whistles[whistle]
        found = set()
        if who == CENTRE:
            found.add("centre")
        if who in ("supervisor", *self.supervisors):
            found.add("supervisor")
        if who in ("observer", "admin", "supervisor"):
            return found
        if who == seen["raiser"]:
            found.add("raiser")
        elif who == seen["township"]:
            found.add("township")
        if who in self.co_raisers[whistle]:
            found.add("co-raiser")
        if self.role(who) == "leader" and (self.approver == who or any(o["department"] == who for o in seen["orders"])):
            found.add("leader")
        return found

    def is_handler(self, who, whistle):
        return any(o["department"] == who and o["state"] not in ("rerouted", "cancelled") for o in self.whistles[whistle]["orders"])

    def order_parties(self, who, order):
        found = {"centre"} if who == CENTRE else set()
        if who == order["department"]:
            found |= {"handler"} | ({"leader"} if self.role(who) == "leader" else set())
        return found

    def meeting_parties(self, who, meeting):
        table = self.tables[meeting]
        found = {"centre"} if who == CENTRE else set()
        if who == table["convener"]:
            found.add("convener")
        if who in table["invitees"]:
            found.add("invitee")
        return found

    def sees_meeting(self, who, meeting):
        table = self.tables[meeting]
        return who in self.wide or who == table["convener"] or who in table["invitees"] or any(
            who in concerned for concerned in table["concerned"].values())

    def order(self, order):
        return next(o for o in self.whistles[self.order_home[order]]["orders"] if o["id"] == order)
