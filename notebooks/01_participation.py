# %% [markdown]
# # 一、参与情况：谁参加了校本培训？
#
# 看三件事：各组各月的出勤率、每位教师每次活动的考勤、需要核对的缺席与未登记。
# 换成本校数据：把下面“学校文件夹”改成存放本校表格的文件夹，再从头运行（菜单“运行 → 运行所有单元格”）。

# %%
import xiaoben_analytics as xb
from xiaoben_analytics import findings
from xiaoben_analytics.labels import HEADINGS

# %%
folder = xb.chosen_folder()  # 学校文件夹：打开工作簿时选定的；也可直接写，如 r"D:\我的学校"
policy = xb.chosen_policy()  # 考核办法：打开时选定的；也可直接写，如 "county-110"

result = xb.open_school(folder, policy)

# %% [markdown]
# ## 各组各月出勤率
# 把鼠标停在点上看应到与实到人次；单击图例可隐去一个组，双击只看一个组。

# %%
xb.plot_participation(result)

# %%
print(findings.finding_months(result.participation))

# %% [markdown]
# ## 每位教师、每次活动
# 未登记不等于缺席：没有登记的不得学时，也不算缺席，请先补齐登记。

# %%
xb.plot_attendance_heatmap(result)

# %%
print(findings.finding_absentees(result.records))

# %% [markdown]
# ## 需要核对的缺席与未登记
# 每行注明出自哪个文件、哪张工作表、第几行；未登记的没有出处。

# %%
due = result.records[result.records["owed"]]
open_rows = due[due["status"].isin(["缺席", "未登记"]) & ~due["made_up"]]
columns = ["group", "name", "month", "title", "status", "file", "sheet", "row"]
open_rows[columns].astype(object).fillna("").rename(columns=HEADINGS)
