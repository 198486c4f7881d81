"""What the package people trust says about working days.

usage: working_days.py YEAR...

Prints, for those of the years that the package holds official notices for:
    count YEAR WORKING_DAYS
    YYYY-MM-DD d1 d2 ... d40      the n-th working day after that day, as far as the package knows
"""

import datetime
import sys

import chinese_calendar
from chinese_calendar import constants

LONGEST = 40
DAY = datetime.timedelta(days=1)


def main():
    official = {day.year for day in constants.holidays}
    first, last = datetime.date(min(official), 1, 1), datetime.date(max(official), 12, 31)
    working = []
    day = first
    while day <= last:
        if chinese_calendar.is_workday(day):
            working.append(day)
        day += DAY

    for year in sorted(int(argument) for argument in sys.argv[1:]):
        if year not in official:
            continue
        print("count", year, sum(day.year == year for day in working))
        place = 0
        day = datetime.date(year, 1, 1)
        while day.year == year:
            while place < len(working) and working[place] <= day:
                place += 1
            print(day, *working[place : place + LONGEST])
            day += DAY


main()
